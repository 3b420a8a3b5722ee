import { expect, test } from 'vitest';
import { bpeDecoder, decodeBpe } from '../../../src/data/text/bpe/bpeDecoder.ts';
import { bpeEncoder } from '../../../src/data/text/bpe/bpeEncoder.ts';
import { tokenId } from '../../../src/data/text/bpe/bpeTokenizer.ts';
import { readTokenizer } from '../../../src/data/text/bpe/readTokenizer.ts';
import { splitPieces } from '../../../src/data/text/bpe/splitPieces.ts';
import { trainBpe } from '../../../src/data/text/bpe/trainBpe.ts';
import { writeTokenizer } from '../../../src/data/text/bpe/writeTokenizer.ts';
import { bits, stream } from '../../../src/support/random.ts';

const tokenizer = trainBpe(['low lower lowest', 'new newer newest  wide', "I've 1999 cafés: 日本語 日本"], {
  maxSize: 300,
});

/** A text of up to 40 code points of all planes, with many blanks, letters and special tokens. */
function drawText(k: number): string {
  const key = stream(7, k);
  return Array.from({ length: bits(key, 0) % 40 }, (_, t) => {
    const value = bits(key, 2 * t + 1);
    switch (bits(key, 2 * t + 2) % 8) {
      case 0:
        return String.fromCodePoint(value % 0x110000).replace(/[\ud800-\udfff]$/u, '?');
      case 1:
        return String.fromCharCode(value % 0x800);
      case 2:
        return ' \n\t\r\u00a0\u0085\ufeff'[value % 7];
      case 3:
        return ['</s>', '<s', "'ll", '日本', 'é', '🏳️‍🌈'][value % 6];
      default:
        return ' lowernstw19'[value % 12];
    }
  }).join('');
}

test('every text comes back exactly, also when its special tokens are read as text', () => {
  const encoders = [bpeEncoder(tokenizer), bpeEncoder(tokenizer, { specialAsText: true })];
  for (let k = 0; k < 2000; k++) {
    const text = drawText(k);
    expect(splitPieces(text).join('')).toBe(text);
    for (const encode of encoders) expect(decodeBpe(tokenizer, encode(text))).toBe(text);
  }
});

test('by hand: the most frequent pair first, of equal ones that of the lowest ids', () => {
  // In low Ġlower Ġlowest Ġnew Ġnewer Ġnewest: w e 4 times, then l o, n e and Ġ n three times each, then Ġ ne.
  const few = trainBpe(['low lower lowest new newer newest'], { maxSize: 265, minCount: 3, special: [] });
  expect(few.merges).toEqual([
    ['w', 'e'],
    ['l', 'o'],
    ['n', 'e'],
    ['Ġ', 'ne'],
  ]);
  expect(few.symbols.slice(256)).toEqual(['we', 'lo', 'ne', 'Ġne']);
  expect(few.symbols.slice(0, 2)).toEqual(['!', '"']);
});

test('pieces keep one blank with what follows, and contractions apart', () => {
  expect(splitPieces("I've  1999\tcafés: \n")).toEqual(['I', "'ve", ' ', ' 1999', '\t', 'cafés', ':', ' \n']);
});

test('special tokens are whole, unless they are text', () => {
  const [begin, end] = [tokenId(tokenizer, '<s>'), tokenId(tokenizer, '</s>')];
  expect([begin, end]).toEqual([0, 1]);
  const ids = bpeEncoder(tokenizer)('<s>low</s>');
  expect([ids[0], ids[ids.length - 1]]).toEqual([begin, end]);
  expect(decodeBpe(tokenizer, ids, { skipSpecial: true })).toBe('low');
  expect(bpeEncoder(tokenizer, { specialAsText: true })('</s>')).not.toContain(end);
  expect(() => tokenId(tokenizer, '<pad>')).toThrow('no symbol "<pad>". Its special tokens are <s>, </s>.');
});

test('a stream holds back what is not a whole character yet', () => {
  const bytes = trainBpe([], { maxSize: 258 });
  const pushed = (text: string): string[] => {
    const decoder = bpeDecoder(bytes);
    return [...Array.from(bpeEncoder(bytes)(text), (id) => decoder.push(id)), decoder.end()];
  };
  expect(pushed('é€!\ufeff')).toEqual(['', 'é', '', '', '€', '!', '', '', '\ufeff', '']);
  const cut = bpeDecoder(bytes);
  expect(cut.push(tokenId(bytes, 'â')) + cut.push(tokenId(bytes, 'Ĥ'))).toBe('');
  expect(cut.end()).toBe('\ufffd');
  expect(() => cut.push(258)).toThrow('there is no symbol 258 among 258. Ids go from 0 to 257.');
});

test('a piece of a hundred thousand letters is encoded', () => {
  const ids = bpeEncoder(trainBpe(['aaaa'], { maxSize: 260, minCount: 1 }))('a'.repeat(100_001));
  expect(ids.length).toBe(25_001);
});

test('maxSize must have room for the bytes', () => {
  expect(() => trainBpe(['a'], { maxSize: 257 })).toThrow(
    'trainBpe: maxSize is 257, and 258 symbols are in any case: the bytes and 2 special tokens. Give a larger maxSize.',
  );
});

test('reads and writes tokenizer.json, also with merges as texts', () => {
  const json = writeTokenizer(tokenizer);
  expect(readTokenizer(json)).toEqual(tokenizer);
  expect(writeTokenizer(readTokenizer(json))).toBe(json);
  const old = JSON.parse(json);
  old.model.merges = tokenizer.merges.map((pair) => pair.join(' '));
  delete old.model.type;
  expect(readTokenizer(JSON.stringify(old)).merges).toEqual(tokenizer.merges);
});

interface TokenizerJson {
  [name: string]: unknown;
  added_tokens: { [name: string]: unknown }[];
  pre_tokenizer: { [name: string]: unknown };
  model: { [name: string]: unknown; vocab: { [symbol: string]: number }; merges: unknown[] };
}

const spoiled: [spoil: (file: TokenizerJson) => unknown, message: string][] = [
  [
    (file) => (file.truncation = { max_length: 5 }),
    'it is set, and would change the ids. Call no_truncation() before',
  ],
  [
    (file) => (file.pre_tokenizer = { type: 'Whitespace' }),
    'pre_tokenizer.type: it is "Whitespace", not "ByteLevel"',
  ],
  [(file) => (file.pre_tokenizer.use_regex = false), 'pre_tokenizer.use_regex: it is false. Train with'],
  [(file) => (file.decoder = null), 'decoder: null is not an object'],
  [(file) => (file.normalizer = { type: 'Replace' }), 'normalizer.type: it is "Replace". Known are NFC,'],
  [
    (file) => (file.normalizer = { type: 'Sequence', normalizers: [{ type: 'NFC' }, 3] }),
    'normalizer.normalizers[1]: 3 is not an object',
  ],
  [
    (file) => (file.model.type = 'Unigram'),
    'model.type: it is "Unigram". Give the tokenizer of a byte-level BPE',
  ],
  [(file) => (file.model.dropout = 0.1), 'model.dropout: it is 0.1. Set it to null'],
  [(file) => (file.model.ignore_merges = true), 'model.ignore_merges: it is true'],
  [
    (file) => (file.model.end_of_word_suffix = '</w>'),
    'model.end_of_word_suffix: it is "</w>". Train without',
  ],
  [(file) => (file.model.vocab.b = -1), 'model.vocab["b"]: its id is -1, and 273 symbols have 0 to 272'],
  [(file) => (file.model.vocab.b = 2), 'model.vocab["b"]: its id 2 is also that of "!"'],
  [
    (file) => {
      delete file.model.vocab['!'];
      file.model.vocab['!!'] = 2;
    },
    'model.vocab: byte 33, written "!", is not among the symbols. Train with the initial alphabet',
  ],
  [(file) => delete (file.model as { merges?: unknown }).merges, 'model.merges: null is not a list'],
  [
    (file) => (file.model.merges[1] = ['a', 'b', 'c']),
    'model.merges[1]: ["a","b","c"] is not a pair of symbols',
  ],
  [(file) => (file.model.merges[1] = ['!', '"']), 'model.merges[1]: "!\\"" is not in model.vocab'],
  [(file) => (file.added_tokens[1].id = 7), 'added_tokens[1].id: it is 7, and "</s>" has the id 1'],
  [(file) => (file.added_tokens[0].content = ''), 'added_tokens[0].content: it is no text'],
  [(file) => (file.added_tokens[0].lstrip = 'no'), 'added_tokens[0].lstrip: it is "no"'],
  [
    (file) => (file.added_tokens[0].single_word = true),
    'added_tokens[0].single_word: it is true. Add the token',
  ],
];

test.each(spoiled.map(([spoil, message]) => ({ spoil, message })))(
  'refuses with place and remedy: $message',
  ({ spoil, message }) => {
    const file: TokenizerJson = JSON.parse(writeTokenizer(tokenizer));
    spoil(file);
    expect(() => readTokenizer(JSON.stringify(file), 'my.json')).toThrow(message);
    expect(() => readTokenizer(JSON.stringify(file), 'my.json')).toThrow(/^my\.json, .*: .*\. .*\.$/);
  },
);

test('refuses what is no JSON', () => {
  expect(() => readTokenizer('{"version": ', 'my.json')).toThrow('my.json: it is not JSON (');
  expect(() => readTokenizer('[]', 'my.json')).toThrow('my.json: [] is not an object');
});
