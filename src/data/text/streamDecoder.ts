import type { Vocabulary } from './vocabulary.ts';
import { symbolOf } from './vocabulary.ts';

/** Turns ids to text as they come. Tells apart by identity: each stream of ids needs one of its own. */
export interface StreamDecoder {
  /** The text that is certain after one more id: with bytes, '' until a character is complete. */
  push(id: number): string;
  /** The rest at the end of the stream: U+FFFD where bytes of a character are missing, else ''. */
  end(): string;
}

/** Decodes ids one by one; the parts joined are `decodeText` of all. Tokens are joined with blanks. */
export function streamDecoder(vocabulary: Vocabulary): StreamDecoder {
  if (vocabulary.unit === 'byte') {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return {
      push(id) {
        symbolOf(vocabulary, id);
        return decoder.decode(Uint8Array.of(id), { stream: true });
      },
      end: () => decoder.decode(),
    };
  }
  let first = true;
  return {
    push(id) {
      const blank = vocabulary.unit === 'token' && !first ? ' ' : '';
      first = false;
      return blank + symbolOf(vocabulary, id);
    },
    end: () => '',
  };
}

/** The text of [T] ids: exactly what was encoded, but '<unk>' for what the vocabulary did not know. */
export function decodeText(vocabulary: Vocabulary, ids: ArrayLike<number>): string {
  const decoder = streamDecoder(vocabulary);
  const parts = Array.from(ids, (id) => decoder.push(id));
  return parts.join('') + decoder.end();
}
