import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../src/data/score/normalQuantile.ts';
import { stream } from '../../../src/support/random.ts';
import { anchorTerms } from '../../../src/tasks/forecast/anchors.ts';
import { phaseOf } from '../../../src/tasks/forecast/calendarCycles.ts';
import { naive2Forecasts, naiveForecasts } from '../../../src/tasks/forecast/naiveForecasts.ts';
import { intervalsOf, levels } from '../../../src/tasks/forecast/outputs/levels.ts';
import {
  negativeBinomialProbability,
  negativeBinomialQuantile,
} from '../../../src/tasks/forecast/outputs/negativeBinomialQuantile.ts';
import { inverseSoftplus, softplus } from '../../../src/tasks/forecast/outputs/positive.ts';
import type { Output } from '../../../src/tasks/forecast/outputs/output.ts';
import { outputs } from '../../../src/tasks/forecast/outputs/outputs.ts';
import { studentTQuantile } from '../../../src/tasks/forecast/outputs/studentTQuantile.ts';
import { runningSums } from '../../../src/tasks/forecast/runningSums.ts';
import { solve } from '../../../src/tasks/forecast/solve.ts';
import { trainingStretches } from '../../../src/tasks/forecast/trainingStretches.ts';

describe('Student t quantiles', () => {
  test.each([
    [0.975, 5, 2.5705818356363146],
    [0.9, 10, 1.3721836411102863],
    [0.025, 3, -3.182446305284263],
    // By numerical integration of the density.
    [0.975, 2.5, 3.5746548],
    [0.5, 4, 0],
  ])('%d of %d degrees', (level, degrees, expected) => {
    expect(studentTQuantile(level, degrees)).toBeCloseTo(expected, 6);
  });

  test('of many degrees is normal', () => {
    expect(studentTQuantile(0.975, 1e6)).toBeCloseTo(1.959964, 4);
  });
});

// By scipy.stats.nbinom.
test.each([
  [0.3, 0.5, [0, 0, 0, 1, 2], 0.7561436672967865],
  [5, 0.2, [0, 1, 4, 9, 12], 0.623046875],
  [120, 0.05, [70, 85, 118, 158, 183], 0.5366750068916806],
  [3000, 1e-4, [2878, 2920, 3000, 3080, 3123], 0.5048974036627873],
])('negative binomial quantiles of mean %d and dispersion %d', (mean, dispersion, expected, atMean) => {
  const quantiles = [0.025, 0.1, 0.5, 0.9, 0.975].map((level) =>
    negativeBinomialQuantile(level, mean, dispersion),
  );
  expect(quantiles).toEqual(expected);
  expect(negativeBinomialProbability(mean, mean, dispersion)).toBeCloseTo(atMean, 8);
});

test('what is drawn has the quantiles of its distribution', () => {
  const own = { offset: 20, factor: 4 };
  for (const { start, outcome, sample } of Object.values<Output>(outputs)) {
    if (!sample) continue;
    const drawn = Float64Array.from({ length: 4000 }, (_, u) => sample(start, own, stream(8), u)).sort();
    outcome(start, own).quantiles.forEach((value, k) => {
      const below = drawn.filter((x) => x <= value + 1e-9).length / drawn.length;
      // Whole numbers hold more than their level.
      expect(below).toBeGreaterThan(levels[k] - 0.02);
      if (start.length > 2) expect(below).toBeLessThan(levels[k] + 0.02);
    });
  }
});

test('softplus and its inverse', () => {
  for (const y of [1e-3, 0.5, 3, 40]) expect(softplus(inverseSoftplus(y))).toBeCloseTo(y, 10);
});

test('all distributions but those of counts start much like the standard normal', () => {
  for (const { start, outcome, counts } of Object.values<Output>(outputs)) {
    if (counts) continue;
    const { quantiles } = outcome(start, { offset: 0, factor: 1 });
    const normal = levels.map(normalQuantile);
    quantiles.forEach((value, k) => expect(Math.abs(value - normal[k])).toBeLessThan(0.1));
  }
});

test('a linear system', () => {
  const [x, y, z] = solve(
    [
      [4, 1, 0],
      [1, 3, 1],
      [0, 1, 2],
    ],
    [6, 10, 8],
  );
  expect([x, y, z].map((value) => Number(value.toFixed(12)))).toEqual([1, 2, 3]);
});

test('the terms of the anchor', () => {
  const values = Float64Array.of(1, 2, 3, 4, 11, 12, 13);
  const sums = runningSums(values);
  const { names, write } = anchorTerms(4, 0);
  const terms = (t: number, h: number): number[] => {
    const out = new Float64Array(names.length);
    write(values, sums, t, h, [], out, 0);
    return Array.from(out);
  };
  // From step 6: step 7 is a season after step 3; steps 4 to 6 lie 10 above those a season before.
  expect(terms(6, 1)).toEqual([4 - 13, 10, 10, 46 / 7 - 13]);
  // Step 11 is two seasons after step 3.
  expect(terms(6, 5)[0]).toBe(4 - 13);
  // There is no season yet at step 1, whose next step but one would be step -1 a season before.
  expect(terms(1, 2)).toEqual([0, 0, 0, 1.5 - 2]);
});

test('naive forecasts and the errors that they made', () => {
  const history = Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8);
  const { quantiles } = naiveForecasts(history, 3, 2);
  const { lower95, median, upper95 } = intervalsOf(quantiles.map((values) => Array.from(values)));
  expect(median).toEqual([4, 8, 4]);
  // A season ago was always one less; the third step looks back twice as far, and was two less.
  expect(lower95).toEqual([5, 9, 6]);
  expect(upper95).toEqual([5, 9, 6]);
});

test('naive 2 puts the season on the last adjusted value', () => {
  const season = [0.5, 1, 1.5, 1];
  const history = Float64Array.from({ length: 40 }, (_, t) => 100 * season[t % 4]);
  const next = (values: Float64Array, period: number): number[] =>
    Array.from(intervalsOf(naive2Forecasts(values, 6, period).quantiles).median);
  next(history, 4).forEach((value, h) => expect(value).toBeCloseTo(100 * season[h % 4], 9));
  // Values below 0 have an additive season, and three seasons are needed to see one.
  const shifted = history.map((value) => value - 100);
  next(shifted, 4).forEach((value, h) => expect(value).toBeCloseTo(100 * season[h % 4] - 100, 9));
  expect(next(history.subarray(0, 11), 4)).toEqual(new Array(6).fill(150));
});

test('the stretches of an epoch forecast once from every step', () => {
  const ranges = [
    { from: 0, to: 100 },
    { from: 0, to: 7 },
    { from: 0, to: 30 },
  ];
  for (const epoch of [0, 1, 2]) {
    const seen = ranges.map(({ to }) => new Array<number>(to).fill(0));
    for (const { source, start, from, end } of trainingStretches(
      { ranges, context: 16, warm: 6, seed: 3 },
      epoch,
    )) {
      expect(end - start).toBeLessThanOrEqual(16);
      expect(start === 0 || from - start >= 8).toBe(true);
      for (let t = from; t < end; t++) seen[source][t]++;
    }
    seen.forEach((counts, source) =>
      expect(counts).toEqual(counts.map((_, t) => Number(t >= 6 && t < ranges[source].to - 1))),
    );
  }
});

test('phases of the calendar', () => {
  const daily = { unit: 'second', every: 86400, regular: true } as const;
  const noon = Date.UTC(2024, 0, 1, 12);
  expect(phaseOf('hour of day', noon, daily, 1)).toBe(0.5);
  expect(phaseOf('day of week', noon, daily, 1)).toBeCloseTo(0.5 / 7, 12);
  expect(phaseOf('month of year', Date.UTC(2024, 6, 1), daily, 1)).toBe(0.5);
  expect(phaseOf('day of year', Date.UTC(2023, 0, 1), daily, 1)).toBe(0);
  expect(phaseOf('day of year', Date.UTC(2024, 11, 31), daily, 1)).toBeCloseTo(365 / 366, 12);
  expect(phaseOf('season', 9, { unit: 'step', every: 1, regular: true }, 4)).toBe(0.25);
});
