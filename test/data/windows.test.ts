import { expect, test } from 'vitest';
import { lengthBuckets } from '../../src/data/window/lengthBuckets.ts';
import { rollingOrigins } from '../../src/data/window/rollingOrigins.ts';
import { stream, uniform } from '../../src/support/random.ts';

test('origins roll to the end of the series', () => {
  expect(rollingOrigins(100, { origins: 3, horizon: 12 })).toEqual([86, 87, 88]);
  expect(rollingOrigins(100, { origins: 3, horizon: 12, spacing: 12 })).toEqual([64, 76, 88]);
  expect(rollingOrigins(2, { origins: 1, horizon: 1 })).toEqual([1]);
  expect(() => rollingOrigins(14, { origins: 3, horizon: 12 })).toThrow(
    'rollingOrigins: 3 forecasts of 12 steps, 1 apart, take 14 steps of a series of 14',
  );
  expect(() => rollingOrigins(14, { origins: 0, horizon: 12 })).toThrow('origins is 0');
});

const random = stream(7);
const lengths = Array.from({ length: 1003 }, (_, item) => Math.floor(uniform(random, item) * 200));

test('every item comes once, in batches of one size but for one', () => {
  const batches = lengthBuckets(lengths, 8, stream(1, 2));
  const items = batches.flatMap((batch) => Array.from(batch));
  expect(items.toSorted((a, b) => a - b)).toEqual(lengths.map((_, item) => item));
  expect(batches.filter((batch) => batch.length !== 8).map((batch) => batch.length)).toEqual([3]);
  expect(lengthBuckets([], 8, stream(1))).toEqual([]);
  expect(lengthBuckets([5, 6], 8, stream(1)).map((batch) => batch.length)).toEqual([2]);
  expect(() => lengthBuckets([1], 0, stream(1))).toThrow('batchSize is 0');
});

test('lengths within a batch are similar', () => {
  const spread = (batches: Uint32Array[]) => {
    const ranges = batches.map((batch) => {
      const own = Array.from(batch, (item) => lengths[item]);
      return Math.max(...own) - Math.min(...own);
    });
    return ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
  };
  const inOrder = Array.from({ length: 125 }, (_, k) => Uint32Array.from({ length: 8 }, (_, j) => 8 * k + j));
  expect(spread(lengthBuckets(lengths, 8, stream(3)))).toBeLessThan(spread(inOrder) / 5);
});

test('the same stream gives the same epoch, another another, and the order of lengths is random', () => {
  expect(lengthBuckets(lengths, 8, stream(1, 5))).toEqual(lengthBuckets(lengths, 8, stream(1, 5)));
  expect(lengthBuckets(lengths, 8, stream(1, 6))).not.toEqual(lengthBuckets(lengths, 8, stream(1, 5)));
  // Over many epochs the first batch, and the short one, have the mean length of all.
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const meanLength = (batch: Uint32Array) =>
    batch.reduce((sum, item) => sum + lengths[item], 0) / batch.length;
  let ofFirst = 0;
  let ofShort = 0;
  const epochs = 200;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const batches = lengthBuckets(lengths, 8, stream(9, epoch));
    ofFirst += meanLength(batches[0]) / epochs;
    ofShort += meanLength(batches.find((batch) => batch.length === 3) ?? batches[0]) / epochs;
  }
  expect(Math.abs(ofFirst - mean)).toBeLessThan(15);
  expect(Math.abs(ofShort - mean)).toBeLessThan(15);
});
