import { expect, test } from 'vitest';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { seasonal } from './seasonal.ts';

const quick = { horizon: 4, steps: 10, threads: 1 } as const;

const month = (t: number): string =>
  `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}-01`;

test('many series in one file, with gaps, missing values and a covariate', async () => {
  const lines = ['month,shop,sales,price'];
  for (const shop of ['north', 'south']) {
    seasonal(60, { level: shop === 'north' ? 100 : 300 }).forEach((sales, t) => {
      if (shop === 'south' && t === 30) return;
      lines.push(`${month(t)},${shop},${t === 20 ? '' : sales.toFixed(2)},${(1 + (t % 5)).toFixed(1)}`);
    });
  }
  const forecaster = await forecast.fit(lines.join('\n'), { ...quick, target: 'sales', id: 'shop' });
  const { targets, covariates, period } = forecaster.manifest.architecture as Record<string, unknown>;
  expect([targets, covariates, period]).toEqual([['sales'], ['price'], 12]);
  const forecasts = await forecaster.predict();
  expect(forecasts.map(({ id }) => id)).toEqual(['north', 'south']);
  expect(forecasts[1].times).toEqual(['2005-01', '2005-02', '2005-03', '2005-04']);
  for (const value of forecasts[1].median) expect(Math.abs(value - 318)).toBeLessThan(30);
  forecaster.close();
});

test('several targets at once', async () => {
  const rows = seasonal(48).map((value, t) => ({ t, a: value, b: 1000 - 2 * value }));
  const forecaster = await forecast.fit(rows, { ...quick, time: 't', target: ['a', 'b'] });
  const forecasts = await forecaster.predict();
  expect(forecasts.map(({ target }) => target)).toEqual(['a', 'b']);
  expect(forecasts[0].times[0]).toBe('48');
  expect(Math.abs(forecasts[0].median[0] - 114)).toBeLessThan(15);
  expect(Math.abs(forecasts[1].median[0] - 772)).toBeLessThan(30);
  forecaster.close();
});

test('a row per series, as text, and series by name are the same', async () => {
  const series = { a: seasonal(40, { seed: 1 }), b: seasonal(44, { seed: 2 }) };
  const wide = Object.entries(series).map(([id, values]) => [id, ...values].join(','));
  const options = { ...quick, period: 12 };
  const fromText = await forecast.fit(wide.join('\n'), options);
  const fromNames = await forecast.fit(series, options);
  expect(await fromText.predict()).toEqual(await fromNames.predict());
  expect(await fromText.predict({ data: wide.join('\n') })).toEqual(await fromText.predict());
  fromText.close();
  fromNames.close();
});

test('what comes after an origin changes nothing in a forecast from it', async () => {
  const values = seasonal(100);
  const forecaster = await forecast.fit(values, { ...quick, period: 12, origins: 12 });
  const [before] = await forecaster.predict({ data: values.slice(0, 90) });
  const { trials } = await forecaster.evaluate({ origins: 11 });
  const trial = trials.find(({ origin }) => origin === 90);
  expect(Array.from(trial?.forecasts[0].quantiles[5] ?? [])).toEqual(before.median);
  forecaster.close();
});

test('values that are held out decide nothing', async () => {
  const values = seasonal(100);
  const changed = values.map((value, t) => (t < 85 ? value : 3 * value));
  const options = { ...quick, period: 12, origins: 12, transform: 'none' } as const;
  const [one, two] = [await forecast.fit(values, options), await forecast.fit(changed, options)];
  expect(two.model.manifest.files.weights).toEqual(one.model.manifest.files.weights);
  expect(two.manifest.scaling).toEqual(one.manifest.scaling);
  one.close();
  two.close();
});

test('series without negative values are not forecast below 0', async () => {
  const values = seasonal(80, { level: 0, trend: 0, noise: 4 }).map((value) => Math.max(0, value));
  const forecaster = await forecast.fit(values, { ...quick, period: 12, horizon: 12, output: 'gaussian' });
  const [next] = await forecaster.predict();
  expect(Math.min(...next.lower95)).toBe(0);
  forecaster.close();
});
