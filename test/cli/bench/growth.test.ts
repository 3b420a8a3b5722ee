import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { growthAxes, type Place, unevenLengths } from '../../../src/cli/bench/growth/axes.ts';
import { drawGrowth } from '../../../src/cli/bench/growth/drawGrowth.ts';
import { growthPlots } from '../../../src/cli/bench/growth/growthPlots.ts';
import { type Curve, runGrowth } from '../../../src/cli/bench/growth/runGrowth.ts';
import { slope } from '../../../src/cli/bench/growth/slope.ts';

const total = (lengths: readonly number[]): number => lengths.reduce((sum, length) => sum + length, 0);

test('the slope is the power that a curve grows with', () => {
  for (const power of [0.5, 1, 1.3])
    expect(slope([1, 3, 10, 70].map((x) => [x, 5 * x ** power]))).toBeCloseTo(power, 12);
  // Least squares over (0, 0), (1, 1), (2, 1): half.
  expect(
    slope([
      [1, 1],
      [10, 10],
      [100, 10],
    ]),
  ).toBeCloseTo(0.5, 12);
});

describe('the axes', () => {
  const places = growthAxes('lstm', [1, 2, 4]);
  const along = (axis: Place['axis']): Place[] => places.filter((place) => place.axis === axis);

  test.each([
    ['steps', 1],
    ['sequences', 0],
    ['parameters', 3],
  ] as const)('along %s one dimension grows, hundredfold by work', (axis, dimension) => {
    const own = along(axis);
    expect(own.at(-1)!.share).toBe(1);
    expect(own.at(-1)!.share / own[0].share).toBeCloseTo(100, 1);
    for (const { size } of own)
      expect(size.toSpliced(dimension, 1)).toEqual(own[0].size.toSpliced(dimension, 1));
    expect(new Set(own.map(({ size }) => size[dimension])).size).toBe(own.length);
  });

  test('parameters are those of the layer', () => {
    for (const {
      value,
      size: [, , I, H],
    } of along('parameters'))
      expect(value).toBe(4 * H * I + 4 * H * H + 8 * H);
  });

  test('rows are those of as many sequences, as long as the longest or shorter', () => {
    for (const {
      size: [B, T],
      lengths = [],
      value,
      share,
    } of along('rows')) {
      expect([lengths.length, Math.max(...lengths)]).toEqual([B, T]);
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(1);
      expect([total(lengths), total(lengths) / (B * T)]).toEqual([value, share]);
    }
    expect(along('rows').map(({ share }) => Math.round(10 * share) / 10)).toEqual([
      1, 0.8, 0.5, 0.3, 0.2, 0.1,
    ]);
    expect(unevenLengths(4, 8, 0.5)).toEqual([2, 4, 6, 8]);
  });

  test('threads share the same work', () => {
    expect(along('threads').map(({ threads, share }) => [threads, share])).toEqual([
      [1, 1],
      [2, 0.5],
      [4, 0.25],
    ]);
    expect(new Set(places.filter(({ axis }) => axis !== 'threads').map(({ threads }) => threads))).toEqual(
      new Set([1]),
    );
  });
});

describe('what is measured', () => {
  const place = (axis: Place['axis'], value: number, most: number, more: Partial<Place> = {}): Place => ({
    ...{ axis, value, share: value / most, size: [2, value, 3, 4], threads: 1 },
    ...more,
  });

  test('is a curve for each axis of more than one place, and of one cell on one backend', async () => {
    const told: string[] = [];
    const curves = await runGrowth(
      {
        ...{ cells: ['rnn', 'lstm'], backends: ['wasm'], threads: [1, 2] },
        repetitions: { least: 3, seconds: 0 },
        places: [
          place('steps', 4, 40),
          place('steps', 40, 40),
          place('sequences', 9, 9),
          place('rows', 5, 8, { size: [2, 4, 3, 4], lengths: [1, 4] }),
          place('rows', 8, 8, { size: [2, 4, 3, 4] }),
          place('threads', 1, 1, { size: [9, 4, 3, 4] }),
          place('threads', 2, 1, { size: [9, 4, 3, 4], threads: 2, share: 0.5 }),
        ],
      },
      { now: () => platform.now(), tell: (line) => void told.push(line) },
    );
    expect(curves.map(({ cell, axis }) => [cell, axis])).toEqual(
      ['rnn', 'lstm'].flatMap((cell) => ['steps', 'rows', 'threads'].map((axis) => [cell, axis])),
    );
    for (const { points, slope: power } of curves) {
      const [most, least] = points;
      expect(most.share).toBe(1);
      expect(most.overLinear).toBe(1);
      expect(least.overLinear * least.share * most.seconds).toBeCloseTo(least.seconds, 12);
      expect(power).toBeCloseTo(Math.log(least.seconds / most.seconds) / Math.log(least.share), 9);
      expect(least.turns).toBeGreaterThanOrEqual(3);
    }
    expect(told).toHaveLength(4);
  });
});

describe('the report', () => {
  const points = [1, 0.1, 0.01].map((share) => ({
    ...({
      axis: 'steps',
      value: 1000 * share,
      share,
      size: [1, 1000 * share, 2, 3],
      threads: 1,
      turns: 5,
    } as const),
    ...{ seconds: 0.5 * share ** 0.75, overLinear: share ** -0.25 },
  }));
  const curves: readonly Curve[] = [{ cell: 'lstm', backend: 'native', axis: 'steps', slope: 0.75, points }];

  test('has every point, and how near to linear each curve is', () => {
    const lines = drawGrowth(curves).join('\n');
    expect(lines).toMatch(/native +lstm +steps +10 +0\.010 +15\.81 +3\.16/);
    expect(lines).toMatch(/native +lstm +steps +0\.750 +3\.16$/m);
  });

  test('has a picture for each cell and backend, with a line that is linear', () => {
    const drawings = growthPlots([...curves, { ...curves[0], cell: 'gru' }]);
    expect(drawings.map(({ name }) => name)).toEqual(['growth-lstm-native.svg', 'growth-gru-native.svg']);
    const [{ svg }] = drawings;
    expect(svg).toContain('>steps T (slope 0.75)</text>');
    const [x, y] = ['cx', 'cy'].map((at) =>
      [...svg.matchAll(new RegExp(`${at}="([\\d.]+)"`, 'g'))].slice(-3).map(([, text]) => Number(text)),
    );
    const dotted = [...svg.matchAll(/line dotted"[^>]* d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/g)];
    const [x0, y0, x1, y1] = dotted[0].slice(1).map(Number);
    // Two decades to the right; the curve rises by three quarters of what the linear one does.
    expect([x[0], x[2], y[2]]).toEqual([x0, x1, y1]);
    expect((y[0] - y[2]) / (y0 - y1)).toBeCloseTo(0.75, 2);
  });
});
