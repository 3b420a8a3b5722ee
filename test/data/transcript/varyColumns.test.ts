import { expect, test } from 'vitest';
import { type Variation, varyColumns } from '../../../src/data/transcript/varyColumns.ts';
import { stream } from '../../../src/support/random.ts';

const [steps, height] = [40, 9];
const none: Variation = { jitter: 0, slant: 0, stretch: 0 };
const picture = (shade: (t: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: steps * height }, (_, k) => shade(Math.floor(k / height), k % height));
/** Where the pixels of the columns away from the ends come from: shades that are places show it. */
const places = (shade: (t: number, y: number) => number, variation: Variation, key: number): number[][] => {
  const varied = varyColumns(picture(shade), height, variation, stream(key));
  return Array.from({ length: steps - 10 }, (_, t) => [...varied.slice((t + 5) * height, (t + 6) * height)]);
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

test('nothing is varied by nothing, and no shade comes in that was not there', () => {
  const noise = picture((t, y) => Math.sin(7 * t * t + y));
  expect(varyColumns(noise, height, none, stream(1))).toEqual(noise);
  const grey = varyColumns(
    picture(() => 0.5),
    height,
    { jitter: 30, slant: 9, stretch: 0.9 },
    stream(1),
  );
  for (const shade of grey) expect(shade).toBeCloseTo(0.5, 6);
});

test('the same place in the random numbers gives the same line, another one another', () => {
  const noise = picture((t, y) => Math.sin(7 * t * t + y));
  for (const part of [{ jitter: 1 }, { slant: 0.2 }, { stretch: 0.2 }]) {
    const vary = (key: number): Float32Array => varyColumns(noise, height, { ...none, ...part }, stream(key));
    expect(vary(1)).toEqual(vary(1));
    expect(vary(2)).not.toEqual(vary(1));
    expect(vary(1)).not.toEqual(noise);
  }
});

test('jitter moves columns up and down, at most so far, and smoothly from one to the next', () => {
  const moves = [1, 2, 3, 4].flatMap((key) => {
    const columns = places((_, y) => y, { ...none, jitter: 2 }, key);
    return columns.map((column) => column.slice(2, -2).map((from, k) => k + 2 - from));
  });
  for (const move of moves) for (const row of move) expect(row).toBeCloseTo(move[0], 5);
  const downs = moves.map(([down]) => down);
  expect(Math.max(...downs.map(Math.abs))).toBeLessThanOrEqual(2);
  expect(Math.max(...downs)).toBeGreaterThan(1);
  expect(Math.min(...downs)).toBeLessThan(-1);
  for (let t = 1; t < 30; t++) expect(Math.abs(downs[t] - downs[t - 1])).toBeLessThanOrEqual(4 / height);
});

test('slant moves rows to the sides by how far they are from the middle', () => {
  const leans = [1, 2, 3, 4].flatMap((key) =>
    places((t) => t, { ...none, slant: 0.5 }, key).map((column, t) => {
      const [middle] = column.slice((height - 1) / 2);
      expect(middle).toBeCloseTo(t + 5, 5);
      const lean = column[height - 1] - column[height - 2];
      column.forEach((from, y) => expect(from - middle).toBeCloseTo(lean * (y - (height - 1) / 2), 4));
      return lean;
    }),
  );
  expect(Math.max(...leans.map(Math.abs))).toBeLessThanOrEqual(0.5);
  expect(Math.max(...leans)).toBeGreaterThan(0.2);
  expect(Math.min(...leans)).toBeLessThan(-0.2);
});

test('stretch draws columns out and presses them together, in their order and from end to end', () => {
  for (const key of [1, 2, 3, 4]) {
    const varied = varyColumns(
      picture((t) => t),
      height,
      { ...none, stretch: 0.4 },
      stream(key),
    );
    const from = Array.from({ length: steps }, (_, t) => varied[t * height]);
    const wide = from.slice(1).map((place, t) => place - from[t]);
    expect(from[0]).toBeLessThan(1);
    expect(from[steps - 1]).toBeGreaterThan(steps - 2);
    for (const width of wide.slice(1, -1)) {
      expect(width).toBeGreaterThan(0.6 / 1.4);
      expect(width).toBeLessThan(1.4 / 0.6);
    }
    expect(Math.max(...wide) - Math.min(...wide)).toBeGreaterThan(0.1);
    expect(mean(wide)).toBeCloseTo(1, 1);
  }
});
