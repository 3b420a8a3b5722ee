import { expect, test } from 'vitest';
import { normal, stream } from '../../../src/support/random.ts';
import { forecastBatch } from '../../../src/tasks/forecast/forecastBatch.ts';
import { frameOf } from '../../../src/tasks/forecast/frame.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { fitLags, writeLags } from '../../../src/tasks/forecast/lags.ts';
import { sourceOf } from '../../../src/tasks/forecast/source.ts';
import { checkStored } from '../../../src/tasks/forecast/storedForecast.ts';
import { toSeries } from '../../../src/tasks/forecast/toSeries.ts';
import { seasonal } from './seasonal.ts';

test('the lags are the values before, against the last', () => {
  const out = new Float64Array(5).fill(9);
  writeLags(Float64Array.of(1, 2, 4, 8), 2, 4, 0.5, out, 1);
  expect(Array.from(out)).toEqual([9, (2 - 4) / 0.5, (1 - 4) / 0.5, 0, 0]);
});

test('a regression on lags finds the law of an autoregressive series', () => {
  // y(t+1) = y(t) + 0.5 (y(t-1) - y(t)) - 0.2 (y(t-2) - y(t)) + noise
  const values = new Float64Array(4000);
  for (let t = 2; t < 3999; t++) {
    const change = 0.5 * (values[t - 1] - values[t]) - 0.2 * (values[t - 2] - values[t]);
    values[t + 1] = values[t] + change + normal(stream(4), t);
  }
  const observed = new Uint8Array(4000).fill(1);
  const local = new Float64Array(4000).fill(1);
  const fitted = (from: number, to: number, most: number): readonly (readonly number[])[] =>
    fitLags([{ values, observed, local }], [{ from, to }], { lags: 3, horizon: 2, warm: 1, most });
  const [next, second] = fitted(0, 4000, 20_000);
  for (const [k, weight] of [0.5, -0.2, 0].entries()) expect(next[k]).toBeCloseTo(weight, 1);
  expect(second).toHaveLength(3);
  expect(fitted(0, 4000, 20_000)).not.toEqual(fitted(0, 4000, 500));
  // What lies after the range, or was not observed, is not looked at.
  const before = fitted(0, 2000, 20_000);
  values.fill(77, 2000);
  expect(fitted(0, 2000, 20_000)).toEqual(before);
  // A series eight times as large, measured by eight.
  for (let t = 0; t < 4000; t++) values[t] *= 8;
  local.fill(8);
  expect(fitted(0, 2000, 20_000)).toEqual(before);
  observed.fill(0);
  expect(fitted(0, 2000, 20_000)).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

/** Two seasons, of 6 and of 17 steps, and their swings grow. */
const restless = Array.from({ length: 500 }, (_, t) => {
  const size = Math.exp(t / 100);
  const seasons = Math.sin((2 * Math.PI * t) / 6) + Math.sin((2 * Math.PI * t) / 17);
  return size * (2 * seasons + 0.2 * normal(stream(3), t));
});

test.each(['direct', 'autoregressive'] as const)(
  'a linear part over the lags finds a second season, at the size of the window: %s',
  async (decoder) => {
    const error = async (lags: number): Promise<number> => {
      const forecaster = await forecast.fit(restless, {
        ...{ lags, decoder, scale: 'window', output: 'gaussian', transform: 'none', context: 34 },
        ...{ period: 6, horizon: 4, origins: 40, steps: 1, threads: 1 },
      });
      const { columns, rows } = await forecaster.evaluate(decoder === 'direct' ? {} : { samples: 20 });
      forecaster.close();
      return rows[0].values[columns.indexOf('MAE')];
    };
    expect(await error(20)).toBeLessThan(0.5 * (await error(0)));
  },
);

test('a model keeps its lags', async () => {
  const options = { lags: 5, scale: 'window', horizon: 3, steps: 2, threads: 1 } as const;
  const values = seasonal(80);
  const forecaster = await forecast.fit(values, options);
  const stored = checkStored(forecaster.manifest);
  const { architecture, scaling } = stored;
  expect(architecture.lags).toBe(5);
  const [series] = toSeries(values, {}).series;
  const source = sourceOf(frameOf(series, scaling.series[0], []), architecture, scaling.units);
  const stretch = { source: 0, start: 40, from: 49, end: 50 };
  const { lags } = forecastBatch([source], [stretch], architecture, scaling.units);
  const [{ values: scaled }] = source.frame.targets;
  expect(source.local[0][49]).not.toBe(1);
  const expected = [48, 47, 46, 45, 44].map((t) => (scaled[t] - scaled[49]) / source.local[0][49]);
  lags.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 5));
  const copy = await forecast.open(structuredClone(forecaster.model), { threads: 1 });
  expect(await copy.predict()).toEqual(await forecaster.predict());
  copy.close();
  await expect(
    forecast.fit(values, { steps: 1, lags: 0, threads: 1, from: forecaster.model }),
  ).rejects.toThrow('lags is 0, but the model to go on from was made with 5');
  forecaster.close();
  await expect(forecast.fit(values, { lags: -1 })).rejects.toThrow('lags is -1');
});
