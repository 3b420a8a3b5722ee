import type { LabelledSequence } from '../../data/labelled/labelledSequence.ts';
import { permutation, stream } from '../../support/random.ts';

/**
 * The positions of a share of the sequences, in their order: as many of each class as its share wants, drawn at random,
 * and never the last one of a class. The same for the same data.
 */
export function holdOut(sequences: readonly LabelledSequence[], share: number): number[] {
  const keys = sequences.map(({ labels = [] }) => [...labels].sort().join('\n'));
  const left = new Map<string, number>();
  for (const key of keys) left.set(key, (left.get(key) ?? 0) + 1);
  const names = [...left.keys()].sort();
  const rank = new Map(names.map((name, k) => [name, k]));
  const order = [...permutation(stream(0xc1a5), sequences.length)].sort(
    (a, b) => (rank.get(keys[a]) ?? 0) - (rank.get(keys[b]) ?? 0),
  );
  return order
    .filter((at, k) => {
      const remaining = left.get(keys[at]) ?? 0;
      if (Math.floor((k + 1) * share) === Math.floor(k * share) || remaining < 2) return false;
      left.set(keys[at], remaining - 1);
      return true;
    })
    .sort((a, b) => a - b);
}
