import { afterAll, beforeAll, expect, test } from 'vitest';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { normal, stream } from '../../../src/support/random.ts';

/** Days of shops: the small ones have about 50 visitors a day, the large ones 5000, each with a promotion now and then. */
const rows = (shop: string, kind: string, count: number, seed: number): forecast.Row[] =>
  Array.from({ length: count }, (_, t) => ({
    shop,
    kind,
    day: new Date(Date.UTC(2025, 0, 1 + t)).toISOString().slice(0, 10),
    promotion: Number(t % 5 === 0),
    visits: Math.round(
      (kind === 'small' ? 50 : 5000) * (1 + 0.1 * normal(stream(seed), t) + (t % 5 === 0 ? 0.4 : 0)),
    ),
  }));

let forecaster: forecast.Forecaster;
beforeAll(async () => {
  const all = ['small', 'large'].flatMap((kind, k) =>
    [0, 1, 2].flatMap((s) => rows(`${kind} ${s}`, kind, 80, 10 * k + s)),
  );
  const given = { id: 'shop', known: ['promotion'], static: ['kind'], period: 7, horizon: 5 } as const;
  forecaster = await forecast.fit(all, { ...given, origins: 5, steps: 200, threads: 1 });
});
afterAll(() => forecaster.close());

const future = (kind: string): forecast.Row[] =>
  rows('new', kind, 5, 1).map((row) => ({ ...row, visits: null }));

test.each([
  ['small', 50],
  ['large', 5000],
])('a series without a step is forecast at the level of its kind: %s', async (kind, level) => {
  const [next] = await forecaster.predict({ data: future(kind) });
  expect(next.cold).toBe(true);
  expect(next.times[0]).toBe('2025-01-01');
  // A promotion on the first day, none on the next four.
  expect(next.median[0]).toBeGreaterThan(1.15 * next.median[1]);
  for (const value of next.median.slice(1)) expect(Math.abs(value / level - 1)).toBeLessThan(0.3);
  expect(next.upper95[2] - next.lower95[2]).toBeGreaterThan(0.1 * level);
  expect(next.upper95[2] - next.lower95[2]).toBeLessThan(2 * level);
});

test('a few steps give the level, the training the deviation', async () => {
  const few = rows('new', 'small', 8, 1).map((row, t) => ({
    ...row,
    visits: t < 3 ? [1010, 990, 1000][t] : null,
  }));
  const [next] = await forecaster.predict({ data: few });
  expect(next.cold).toBe(true);
  for (const value of next.median) expect(Math.abs(value / 1000 - 1)).toBeLessThan(0.5);
  // Not as sure as three values that are almost the same would make it.
  expect(next.upper80[1] - next.lower80[1]).toBeGreaterThan(80);
  const long = rows('other', 'large', 30, 3).map((row, t) => (t < 25 ? row : { ...row, visits: null }));
  expect((await forecaster.predict({ data: long }))[0].cold).toBeUndefined();
});

test('an empty row is enough for a model that knows nothing ahead', async () => {
  const plain = await forecast.fit(
    { a: [10, 12, 11, 13, 12, 14, 11, 12], b: [11, 9, 12, 10, 11, 12, 13, 11] },
    {
      ...{ horizon: 2, period: 1, steps: 5, threads: 1 },
    },
  );
  const [next] = await plain.predict({ data: { c: [Number.NaN] } });
  expect(next.cold).toBe(true);
  expect(next.median[0]).toBeGreaterThan(8);
  expect(next.median[0]).toBeLessThan(16);
  plain.close();
});
