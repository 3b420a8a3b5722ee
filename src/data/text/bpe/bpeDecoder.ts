import { fail } from '../../../support/errors.ts';
import type { StreamDecoder } from '../streamDecoder.ts';
import type { BpeTokenizer } from './bpeTokenizer.ts';
import { symbolBytes } from './byteAlphabet.ts';

export interface BpeDecoding {
  /** Leaves out special tokens, as '</s>'. */
  readonly skipSpecial?: boolean;
}

/** Decodes ids one by one; the parts joined are `decodeBpe` of all. Throws `bad-argument` for an unknown id. */
export function bpeDecoder(
  { symbols, added }: BpeTokenizer,
  { skipSpecial = false }: BpeDecoding = {},
): StreamDecoder {
  const skipped = new Set(added.filter(({ special }) => special && skipSpecial).map(({ id }) => id));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    push(id) {
      if (!Number.isInteger(id) || id < 0 || id >= symbols.length) {
        const what = `there is no symbol ${id} among ${symbols.length}`;
        fail('bad-argument', 'bpeDecoder', what, `Ids go from 0 to ${symbols.length - 1}.`);
      }
      return skipped.has(id) ? '' : decoder.decode(symbolBytes(symbols[id]), { stream: true });
    },
    end: () => decoder.decode(),
  };
}

/** The text of [T] ids: exactly what was encoded; U+FFFD where bytes are no UTF-8. */
export function decodeBpe(tokenizer: BpeTokenizer, ids: ArrayLike<number>, options?: BpeDecoding): string {
  const decoder = bpeDecoder(tokenizer, options);
  const parts = Array.from(ids, (id) => decoder.push(id));
  return parts.join('') + decoder.end();
}
