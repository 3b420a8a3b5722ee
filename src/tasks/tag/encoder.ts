import type { TaggedSentence } from '../../data/tags/taggedSentence.ts';
import { type Lexicon, UNKNOWN } from './lexicon.ts';

/** A sentence in numbers: T tokens. */
export interface EncodedSentence {
  /** [T] */
  readonly words: Int32Array;
  /** [T]: see `caseOf`. */
  readonly cases: Int32Array;
  readonly tokens: readonly string[];
  /** [T], -1 for a tag that is not known; undefined where the sentence has none. */
  readonly tags?: Int32Array;
  /** [T]: their names. */
  readonly tagNames?: readonly string[];
  /** -1 where there is none. */
  readonly label: number;
}

/** How a token is written: lower case, a capital first, all capitals, mixed, with a digit, only digits, no letter. */
export function caseOf(token: string): number {
  const letters = token.replace(/\P{L}/gu, '');
  if (/^[\p{N}.,:/-]*\p{N}[\p{N}.,:/-]*$/u.test(token)) return 5;
  if (/\p{N}/u.test(token)) return 4;
  if (letters === '') return 6;
  if (letters === letters.toLowerCase()) return 0;
  if (letters === letters.toUpperCase()) return letters.length > 1 ? 2 : 1;
  return /^\p{Lu}\P{Lu}*$/u.test(letters) ? 1 : 3;
}
export const CASES = 7;

export interface Encoder {
  encode(sentence: Pick<TaggedSentence, 'tokens' | 'tags' | 'label'>): EncodedSentence;
  /** The characters of a token. */
  spell(token: string): number[];
}

/** Characters of a token that are read: its first and last ones, where it has more. */
const LONGEST = 40;

export function encoder(lexicon: Lexicon): Encoder {
  const idsOf = (items: readonly string[]): Map<string, number> =>
    new Map(items.map((item, id) => [item, id]));
  const words = idsOf(lexicon.words);
  const characters = idsOf(lexicon.characters);
  const tagIds = idsOf(lexicon.tags);
  return {
    encode: ({ tokens, tags, label }) => ({
      words: Int32Array.from(tokens, (token) =>
        token === UNKNOWN ? 0 : (words.get(token.toLowerCase()) ?? 0),
      ),
      cases: Int32Array.from(tokens, caseOf),
      tokens,
      ...(tags && { tags: Int32Array.from(tags, (tag) => tagIds.get(tag) ?? -1), tagNames: tags }),
      label: label === undefined ? -1 : lexicon.labels.indexOf(label),
    }),
    spell(token) {
      const all = Array.from(token, (character) => characters.get(character) ?? 0);
      return all.length <= LONGEST ? all : [...all.slice(0, LONGEST / 2), ...all.slice(-LONGEST / 2)];
    },
  };
}
