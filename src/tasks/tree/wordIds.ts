import type { Tree } from '../../data/tree/tree.ts';
import type { Vocabulary } from '../../data/text/vocabulary.ts';

/** The numbers of a tree's words by node: 0 for an unknown word, -1 for a node without one. */
export function wordIds({ ids }: Vocabulary, { words }: Tree): Int32Array {
  return Int32Array.from(words, (word) => (word === null ? -1 : (ids.get(word) ?? 0)));
}
