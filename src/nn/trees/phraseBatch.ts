import type { TreeBatch } from './treeBatch.ts';

/**
 * The words below each node of a batch of trees, its phrase, to be read one after another. Phrases that begin with the
 * same words are read together: the longest of them is read, and the others end on the way.
 */
export interface PhraseBatch {
  /** [B]: words of each reading. */
  readonly lengths: Int32Array;
  /** [S]: the row of the tree batch of each word that is read, reading by reading. */
  readonly rows: Int32Array;
  /** [N]: after which of the S words the phrase of each row has been read; -1 where it has no word. */
  readonly ends: Int32Array;
}

/**
 * The phrases of trees, whose words are the rows with `isWord`, in the order of the numbers of their nodes; with
 * `reverse` from the last word to the first.
 */
export function phraseBatch(
  { total, nodes, parents }: TreeBatch,
  isWord: (row: number) => boolean,
  reverse = false,
): PhraseBatch {
  const phrases = Array.from({ length: total }, (_, row) => (isWord(row) ? [row] : []));
  // Children come before their parents.
  parents.forEach((parent, row) => {
    if (parent >= 0) phrases[parent].push(...phrases[row]);
  });
  for (const phrase of phrases) phrase.sort((a, b) => (reverse ? nodes[b] - nodes[a] : nodes[a] - nodes[b]));
  const readings = new Map<number, { readonly phrase: readonly number[]; readonly start: number }[]>();
  const lengths: number[] = [];
  const rows: number[] = [];
  const ends = new Int32Array(total).fill(-1);
  for (let row = total - 1; row >= 0; row--) {
    const phrase = phrases[row];
    if (phrase.length === 0) continue;
    const begun = readings.get(phrase[0]) ?? [];
    const known = begun.find((longer) => phrase.every((word, k) => word === longer.phrase[k]));
    ends[row] = (known?.start ?? rows.length) + phrase.length - 1;
    if (known) continue;
    readings.set(phrase[0], [...begun, { phrase, start: rows.length }]);
    lengths.push(phrase.length);
    rows.push(...phrase);
  }
  return { lengths: Int32Array.from(lengths), rows: Int32Array.from(rows), ends };
}
