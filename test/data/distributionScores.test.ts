import { describe, expect, test } from 'vitest';
import { normalProbability } from '../../src/data/score/normalProbability.ts';
import { normalQuantile } from '../../src/data/score/normalQuantile.ts';
import { quantileFunction } from '../../src/data/score/quantileFunction.ts';
import { rankedProbabilityScore } from '../../src/data/score/rankedProbabilityScore.ts';
import { seasonalIndices } from '../../src/data/score/seasonalIndices.ts';
import { quantileLossParts, weightedQuantileLoss } from '../../src/data/score/weightedQuantileLoss.ts';
import { normal, stream } from '../../src/support/random.ts';

const levels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

describe('the normal distribution', () => {
  // By scipy.stats.norm.cdf.
  test.each([
    [-10, 7.619853024160527e-24],
    [-3.5, 2.3262907903552502e-4],
    [-2.9, 1.865813300384045e-3],
    [-0.1, 0.460172162722971],
    [1.959963984540054, 0.975],
    [6, 0.9999999990134123],
  ])('lies below %d with probability %d', (z, probability) => {
    expect(normalProbability(z) / probability).toBeCloseTo(1, 12);
    if (z < 5) expect(normalQuantile(probability)).toBeCloseTo(z, 9);
  });
});

test('a distribution through normal quantiles is that normal distribution', () => {
  const { at, probability } = quantileFunction(
    levels,
    levels.map((level) => 3 + 2 * normalQuantile(level)),
  );
  for (const z of [-3, -1.5, 0, 0.3, 2.5]) {
    expect(probability(3 + 2 * z)).toBeCloseTo(normalProbability(z), 12);
    expect(at(normalProbability(z))).toBeCloseTo(3 + 2 * z, 9);
  }
});

test('a distribution without spread', () => {
  const { probability } = quantileFunction(levels, new Array<number>(7).fill(2));
  expect([1, 2, 3].map(probability)).toEqual([0, 0.5, 1]);
});

describe('the continuous ranked probability score', () => {
  const score = (quantile: (level: number) => number, y: number): number =>
    rankedProbabilityScore(
      [y],
      levels.map((level) => [quantile(level)]),
      levels,
    );

  test.each([-2, 0, 0.7, 4])('of a normal distribution is the closed form, at %d', (z) => {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const exact = z * (2 * normalProbability(z) - 1) + 2 * density - 1 / Math.sqrt(Math.PI);
    expect(score((level) => 5 + 3 * normalQuantile(level), 5 + 3 * z) / (3 * exact)).toBeCloseTo(1, 2);
  });

  test('is about that of samples: E|X - y| - E|X - Y| / 2', () => {
    const quantile = (level: number): number => Math.exp(normalQuantile(level));
    const samples = Array.from({ length: 4000 }, (_, k) => Math.exp(normal(stream(3), k)));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const apart = mean(samples.slice(0, 2000).map((x, k) => Math.abs(x - samples[2000 + k])));
    for (const y of [0.3, 1, 3]) {
      const sampled = mean(samples.map((x) => Math.abs(x - y))) - apart / 2;
      expect(score(quantile, y) / sampled).toBeCloseTo(1, 1);
    }
  });

  test('without spread is the absolute error; what is missing does not count', () => {
    const flat = levels.map(() => [2, 2, 2]);
    expect(rankedProbabilityScore([5, Number.NaN, 1], flat, levels)).toBeCloseTo(2, 12);
    expect(rankedProbabilityScore([Number.NaN], flat, levels)).toBeNaN();
  });
});

test('the weighted quantile loss is that of all forecasts together', () => {
  const one = quantileLossParts(
    [10, Number.NaN],
    [
      [8, 0],
      [12, 0],
    ],
    [0.5, 0.9],
  );
  // 2 * (0.5 * 2 + 0.1 * 2) / 2 of 10.
  expect(one).toEqual({ loss: expect.closeTo(1.2, 12), size: 10 });
  const two = quantileLossParts([-30], [[-30], [-30]], [0.5, 0.9]);
  expect(weightedQuantileLoss([one, two])).toBeCloseTo(1.2 / 40, 12);
  expect(weightedQuantileLoss([])).toBeNaN();
});

describe('seasonal indices', () => {
  const pattern = [0.8, 1.1, 1.3, 0.8];
  const values = Float64Array.from({ length: 24 }, (_, t) => (50 + t) * pattern[t % 4]);

  test('of a season that grows with the level', () => {
    const season = seasonalIndices(values, 4);
    expect(season?.multiplicative).toBe(true);
    pattern.forEach((index, k) => expect(season?.indices[k]).toBeCloseTo(index, 1));
    expect(season?.indices.reduce((sum, index) => sum + index, 0)).toBeCloseTo(4, 12);
  });

  test('are none where no season shows, or three were not seen', () => {
    const noise = Float64Array.from({ length: 60 }, (_, t) => 10 + normal(stream(5), t));
    expect(seasonalIndices(noise, 4)).toBeUndefined();
    expect(seasonalIndices(values.subarray(0, 11), 4)).toBeUndefined();
    expect(seasonalIndices(values, 1)).toBeUndefined();
  });
});
