import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { outputNames } from '../../../src/tasks/forecast/outputs/outputs.ts';
import { monthlyRows, seasonal } from './seasonal.ts';

const threads = 1;

describe('a trend with a season and noise', () => {
  let forecaster: forecast.Forecaster;
  beforeAll(async () => {
    forecaster = await forecast.fit(monthlyRows(seasonal(240)), { horizon: 12, origins: 24, threads });
  });
  afterAll(() => forecaster.close());

  test('is forecast far better than by the season before', async () => {
    const { columns, rows } = await forecaster.evaluate();
    const mase = columns.indexOf('MASE');
    const [model, season, , naive] = rows.map(({ values }) => values[mase]);
    expect(model).toBeLessThan(0.5 * season);
    expect(model).toBeLessThan(0.3 * naive);
  });

  test('lies in the intervals about as often as they say', async () => {
    const { columns, rows } = await forecaster.evaluate();
    const within80 = rows[0].values[columns.indexOf('in 80 %')];
    const within95 = rows[0].values[columns.indexOf('in 95 %')];
    expect(within80).toBeGreaterThan(65);
    expect(within80).toBeLessThan(95);
    expect(within95).toBeGreaterThan(85);
    expect(within95).toBeGreaterThan(within80);
  });

  test('goes on in time, near the truth', async () => {
    const [next] = await forecaster.predict();
    expect(next.target).toBe('sales');
    expect(next.times[0]).toBe('2020-01');
    expect(next.times[11]).toBe('2020-12');
    const truth = seasonal(252, { noise: 0 }).slice(240);
    next.median.forEach((value, h) => {
      expect(Math.abs(value - truth[h])).toBeLessThan(4);
      expect(next.lower95[h]).toBeLessThan(next.lower80[h]);
      expect(next.lower80[h]).toBeLessThan(value);
      expect(value).toBeLessThan(next.upper80[h]);
      expect(next.upper80[h]).toBeLessThan(next.upper95[h]);
    });
  });

  test('a shorter horizon is the beginning of the longer one', async () => {
    const [[long], [short]] = [await forecaster.predict(), await forecaster.predict({ horizon: 3 })];
    expect(short.median).toEqual(long.median.slice(0, 3));
    expect(short.times).toEqual(long.times.slice(0, 3));
  });

  test('a stored model forecasts the same, and its probes hold', async () => {
    const copy = await forecast.open(structuredClone(forecaster.model), { threads });
    expect(await copy.predict()).toEqual(await forecaster.predict());
    expect(copy.probe()).toEqual(forecaster.manifest.probes.map(({ output }) => output));
    expect(forecaster.manifest.probes).toHaveLength(3);
    copy.close();
  });

  test('new rows are read as what follows the training data', async () => {
    const all = monthlyRows(seasonal(246));
    const [whole] = await forecaster.predict({ data: all });
    const [added] = await forecaster.predict({ data: all.slice(240) });
    const [overlapping] = await forecaster.predict({ data: all.slice(200) });
    expect(whole.times[0]).toBe('2020-07');
    expect(added).toEqual(whole);
    expect(overlapping).toEqual(whole);
  });

  test('rows of another series are read on their own scale', async () => {
    const other = seasonal(120, { seed: 7 }).map((value) => 1000 * value);
    const [next] = await forecaster.predict({ data: monthlyRows(other) });
    const truth = seasonal(132, { noise: 0 }).map((value) => 1000 * value);
    next.median.forEach((value, h) => expect(Math.abs(value - truth[120 + h])).toBeLessThan(6000));
  });
});

test.each(outputNames)('%s: bounds rise, and there is a mean where the form has one', async (output) => {
  const counts = output === 'negative-binomial';
  const values = seasonal(96).map((value) => (counts ? Math.round(value) : value));
  const forecaster = await forecast.fit(values, { period: 12, horizon: 4, steps: 30, output, threads });
  const [next] = await forecaster.predict();
  next.median.forEach((value, h) => {
    const bounds = [next.lower95[h], next.lower80[h], value, next.upper80[h], next.upper95[h]];
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(next.upper95[h] - next.lower95[h]).toBeGreaterThan(0.5);
    // The variance of counts is their mean at least.
    expect(next.upper95[h] - next.lower95[h]).toBeLessThan(counts ? 150 : 20);
  });
  expect(next.mean === undefined).toBe(output === 'quantiles');
  const symmetric = output === 'gaussian' || output === 'student-t';
  next.mean?.forEach((mean, h) =>
    expect(Math.abs(mean - next.median[h])).toBeLessThan(symmetric ? 1e-6 : counts ? 6 : 0.2),
  );
  forecaster.close();
});

test('a constant series goes on as it is', async () => {
  const forecaster = await forecast.fit(new Array<number>(40).fill(7), { horizon: 5, steps: 20, threads });
  const [next] = await forecaster.predict();
  next.median.forEach((value, h) => {
    expect(value).toBeCloseTo(7, 2);
    expect(next.upper95[h] - next.lower95[h]).toBeLessThan(0.1);
  });
  forecaster.close();
});

test('swings that grow with the level are forecast in logarithms, and forecasts grow too', async () => {
  const values = seasonal(120, { noise: 0.5 }).map(
    (value, t) => (value / 100) ** 2 * Math.exp(0.02 * t) * 50,
  );
  const forecaster = await forecast.fit(values, { period: 12, horizon: 12, threads });
  const { logs } = forecaster.manifest.architecture as { logs: boolean[] };
  expect(logs).toEqual([true]);
  const { columns, rows } = await forecaster.evaluate();
  const mase = columns.indexOf('MASE');
  expect(rows[0].values[mase]).toBeLessThan(0.5 * rows[1].values[mase]);
  forecaster.close();
});
