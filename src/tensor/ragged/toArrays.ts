import type { Ragged } from './ragged.ts';
import { toSequence } from './toSequence.ts';

/**
 * The sequences in the caller's order: each an array of steps, each step an array of its numbers (one for data [N];
 * more than one axis of features comes flat).
 */
export function toArrays(x: Ragged): number[][][] {
  const { data } = toSequence(x);
  const [rows, ...features] = data.shape;
  const width = features.reduce((size, n) => size * n, 1);
  const values = data.toArray();
  const steps = Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  );
  return Array.from(x.structure.lengths, (length, k) =>
    steps.slice(x.structure.starts[k], x.structure.starts[k] + length),
  );
}
