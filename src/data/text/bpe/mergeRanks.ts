import { priorityQueue } from '../../../support/priorityQueue.ts';
import type { BpeTokenizer } from './bpeTokenizer.ts';

/** Merges the ids of bytes, in place: the pair of the lowest rank first, of equal pairs the one to the left. */
export type MergeBytes = (ids: number[]) => void;

/** What merges pieces by a tokenizer's merges, in time of n log n for n bytes. */
export function mergeRanks({ symbols, ids, merges }: BpeTokenizer): MergeBytes {
  const V = symbols.length;
  const idOf = (symbol: string): number => ids.get(symbol) ?? -1;
  const ranks = new Map(merges.map(([left, right], rank) => [idOf(left) * V + idOf(right), rank]));
  const merged = merges.map(([left, right]) => idOf(left + right));

  return (word) => {
    const n = word.length;
    // The symbols that are left are a list: the one after each (n at the end), and before it (-1 at the begin).
    const after = Int32Array.from({ length: n }, (_, at) => at + 1);
    const before = Int32Array.from({ length: n }, (_, at) => at - 1);
    // What was merged to its left is -1. A candidate is rank * n + place: it comes in the right order as a number.
    const queue = priorityQueue<number>((a, b) => a < b);
    const rankAt = (at: number): number | undefined =>
      after[at] < n ? ranks.get(word[at] * V + word[after[at]]) : undefined;
    const offer = (at: number): void => {
      const rank = rankAt(at);
      if (rank !== undefined) queue.push(rank * n + at);
    };
    for (let at = 0; at + 1 < n; at++) offer(at);
    for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
      const [rank, at] = [Math.floor(top / n), top % n];
      if (rankAt(at) !== rank) continue; // one of the two was merged with another
      const right = after[at];
      word[at] = merged[rank];
      word[right] = -1;
      after[at] = after[right];
      if (after[at] < n) before[after[at]] = at;
      offer(at);
      if (before[at] >= 0) offer(before[at]);
    }
    let kept = 0;
    for (const id of word) if (id >= 0) word[kept++] = id;
    word.length = kept;
  };
}
