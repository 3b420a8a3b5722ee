import { vocabularyFromJSON } from '../../data/text/vocabulary.ts';
import type { Tree } from '../../data/tree/tree.ts';
import type { StoredTree } from './storedTree.ts';

/** A function of a tree: the numbers of its words by node, 0 for an unknown word and -1 for a node without one. */
export function wordIds({
  words: symbols,
  lowercase,
}: Pick<StoredTree['vocabulary'], 'words' | 'lowercase'>): (tree: Tree) => Int32Array {
  const { ids } = vocabularyFromJSON({ unit: 'token', symbols });
  return ({ words }) =>
    Int32Array.from(words, (word) => (word === null ? -1 : (ids.get(asRead(word, lowercase)) ?? 0)));
}

export const asRead = (word: string, lowercase: boolean): string => (lowercase ? word.toLowerCase() : word);
