import { expect, test } from 'vitest';
import { applyScale, fitScale, invertScale } from '../../src/data/scale/scale.ts';
import { suggestLog } from '../../src/data/scale/suggestLog.ts';
import { carryForward } from '../../src/data/series/interpolate.ts';
import { normal, stream } from '../../src/support/random.ts';

const values = Float64Array.of(2, 4, Number.NaN, 6, 8);

test('each kind does what it says, and missing values do not count', () => {
  expect(fitScale(values, 'standard')).toEqual({
    kind: 'standard',
    log: false,
    shift: 5,
    scale: Math.sqrt(5),
  });
  expect(fitScale(values, 'mean-abs')).toEqual({ kind: 'mean-abs', log: false, shift: 0, scale: 5 });
  expect(fitScale(values, 'min-max')).toEqual({ kind: 'min-max', log: false, shift: 2, scale: 6 });
  expect(fitScale(values, 'none')).toEqual({ kind: 'none', log: false, shift: 0, scale: 1 });
  expect(Array.from(applyScale(fitScale(values, 'min-max'), values))).toEqual([
    0,
    2 / 6,
    Number.NaN,
    4 / 6,
    1,
  ]);
});

test.each(['standard', 'mean-abs', 'min-max', 'none'] as const)(
  '%s can be undone, with and without logarithms',
  (kind) => {
    for (const log of [false, true]) {
      const scale = fitScale(values, kind, log);
      const back = invertScale(scale, applyScale(scale, values));
      expect(back[2]).toBeNaN();
      for (const t of [0, 1, 3, 4]) expect(back[t]).toBeCloseTo(values[t], 10);
    }
  },
);

test.each(['standard', 'mean-abs', 'min-max'] as const)(
  '%s bears a constant series and none at all',
  (kind) => {
    for (const constant of [[0, 0, 0], [7, 7, 7], [0.1, 0.1, 0.1], [-1e9, -1e9], [Number.NaN], []]) {
      const scale = fitScale(constant, kind);
      expect(scale.scale).toBeGreaterThan(0);
      const scaled = applyScale(scale, constant);
      expect(scaled.every((value) => Number.isNaN(value) || Math.abs(value) <= 1 + 1e-9)).toBe(true);
    }
  },
);

test('logarithms are suggested where the swings grow with the level, and only there', () => {
  const noise = stream(1);
  const months = Array.from({ length: 120 }, (_, t) => t);
  const season = (t: number) => Math.sin((2 * Math.PI * t) / 12) + 0.1 * normal(noise, t);
  const growing = months.map((t) => Math.exp(2 + t / 60 + 0.3 * season(t)));
  const even = months.map((t) => 100 + t + 5 * season(t));
  expect(suggestLog(growing, 12).log).toBe(true);
  expect(suggestLog(even, 12).log).toBe(false);
  expect(
    suggestLog(
      growing.map((value) => value - 10),
      12,
    ),
  ).toEqual({ log: false, correlation: 0, correlationOfLog: 0 });
  expect(suggestLog(growing.slice(0, 40), 12).log).toBe(false);
  expect(
    suggestLog(
      months.map(() => 5),
      12,
    ).log,
  ).toBe(false);
  expect(
    suggestLog(
      months.map((t) => 1.05 ** t),
      1,
    ).log,
  ).toBe(true);
});

test('carryForward leaves no gap', () => {
  const { NaN: none } = Number;
  expect(Array.from(carryForward(Float64Array.of(none, 1, none, none, 4, none)))).toEqual([1, 1, 1, 1, 4, 4]);
  expect(Array.from(carryForward(Float64Array.of(none, none)))).toEqual([0, 0]);
});
