import { expect, it } from 'vitest';
import { shuffledBatches } from '../../src/train/shuffledBatches.ts';

const flat = (batches: Uint32Array[]): number[] => batches.flatMap((batch) => [...batch]);

it('gives every index once an epoch, in an order of seed and epoch alone', () => {
  const batches = shuffledBatches({ count: 10, size: 4, seed: 3 });
  expect(batches(0).map(({ length }) => length)).toEqual([4, 4, 2]);
  for (const epoch of [0, 1, 7]) {
    expect(flat(batches(epoch)).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(shuffledBatches({ count: 10, size: 4, seed: 3 })(epoch)).toEqual(batches(epoch));
    expect(shuffledBatches({ count: 10, size: 5, seed: 3 })(epoch).flatMap((batch) => [...batch])).toEqual(
      flat(batches(epoch)),
    );
  }
  expect(flat(batches(1))).not.toEqual(flat(batches(0)));
  expect(flat(shuffledBatches({ count: 10, size: 4, seed: 4 })(0))).not.toEqual(flat(batches(0)));
});

it('puts each index in each place about as often', () => {
  const batches = shuffledBatches({ count: 4, size: 4, seed: 0 });
  const counts = Array.from({ length: 4 }, () => new Uint32Array(4));
  for (let epoch = 0; epoch < 4000; epoch++)
    batches(epoch)[0].forEach((index, place) => counts[place][index]++);
  for (const row of counts) for (const count of row) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

it('refuses an empty data set', () => {
  expect(() => shuffledBatches({ count: 0, size: 4, seed: 0 })).toThrow('shuffledBatches: count is 0');
});
