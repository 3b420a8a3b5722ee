import { PLACE_LENGTH } from '../../src/kernels/places.ts';

/** A table of places that covers n elements of each memory, in another order in each, and its numbers. */
export function placesTable(n: number): {
  places: Int32Array<ArrayBuffer>;
  numbers: { count: number; n: number };
} {
  const lengths: number[] = [];
  for (let left = n, k = 0; left > 0; left -= lengths[k++])
    lengths.push(Math.min(left, [PLACE_LENGTH, 1, 19, 16][k % 4]));
  const before = (k: number): number => lengths.slice(0, k).reduce((sum, length) => sum + length, 0);
  const rows = lengths.map((length, k) => [
    before(k),
    n - before(k) - length,
    (before(k) + n - before(lengths.length >> 1)) % n,
    length,
  ]);
  return { places: Int32Array.from(rows.flat()), numbers: { count: rows.length, n } };
}
