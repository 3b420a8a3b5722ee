import { decodeBpe } from '../bpe/bpeDecoder.ts';
import { bpeEncoder } from '../bpe/bpeEncoder.ts';
import { tokenId } from '../bpe/bpeTokenizer.ts';
import { readTokenizer } from '../bpe/readTokenizer.ts';
import { BEGIN, type Coder, END } from './coder.ts';
import { plainText } from './units.ts';

/** Of pieces of words, by a tokenizer.json. Throws `bad-format`, `bad-argument`. */
export function bpeCoder(lowercase: boolean, tokenizerJson: string): Coder {
  const tokenizer = readTokenizer(tokenizerJson, 'model.json, tokenizer');
  const encodeText = bpeEncoder(tokenizer, { specialAsText: true });
  // A blank in front, so that the first word is the same as in the middle.
  const encode = (text: string): Int32Array => encodeText(` ${plainText(text, lowercase)}`);
  const [begin, end] = [tokenId(tokenizer, BEGIN), tokenId(tokenizer, END)];
  return {
    size: tokenizer.symbols.length,
    begin,
    end,
    never: [begin],
    encode,
    split: (text) => Array.from(encode(text), (id) => decodeBpe(tokenizer, [id])),
    decode: (ids) => decodeBpe(tokenizer, ids).trim(),
    nameOf: (id) => decodeBpe(tokenizer, [id]).trim(),
  };
}
