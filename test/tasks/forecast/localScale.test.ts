import { expect, test } from 'vitest';
import { localScale } from '../../../src/tasks/forecast/localScale.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { normal, stream } from '../../../src/support/random.ts';
import { seasonal } from './seasonal.ts';

test('the size of a window', () => {
  const values = Float64Array.of(100, 3, 5, 3, 5);
  const by = { kind: 'standard', log: false, shift: 0, scale: 2 } as const;
  // Deviation 1 of the last four steps, and one usual step more.
  expect(localScale(values, 4, { scale: 'window', context: 4 }, by)).toBeCloseTo(Math.sqrt((4 + 1) / 5), 12);
  // Absolute values 6, 10, 6, 10 in units of the deviation, 2, as the mean is 0.
  expect(localScale(values, 4, { scale: 'mean', context: 4 }, by)).toBeCloseTo((16 + 1) / 5, 12);
  expect(localScale(values, 4, { scale: 'series', context: 4 }, by)).toBe(1);
  expect(localScale(values, 0, { scale: 'window', context: 4 }, by)).toBeCloseTo(Math.sqrt(1 / 2), 12);
});

/** A season and noise that grow beyond all that was learned from. */
const restless = Array.from({ length: 500 }, (_, t) => {
  const size = Math.exp(t / 80);
  return size * (normal(stream(3), t) + 2 * Math.sin((2 * Math.PI * t) / 6));
});

test.each(['direct', 'autoregressive'] as const)(
  'a window measures what the series cannot: %s',
  async (decoder) => {
    const crps = async (scale: 'series' | 'window'): Promise<number> => {
      const forecaster = await forecast.fit(restless, {
        ...{ scale, decoder, output: 'gaussian', transform: 'none', context: 24 },
        ...{ period: 6, horizon: 4, origins: 80, steps: 60, threads: 1 },
      });
      const { columns, rows } = await forecaster.evaluate(decoder === 'direct' ? {} : { samples: 50 });
      forecaster.close();
      return rows[0].values[columns.indexOf('CRPS')];
    };
    expect(await crps('window')).toBeLessThan(0.9 * (await crps('series')));
  },
);

test.each(['window', 'mean'] as const)('%s: the same again, stored, and in other units', async (scale) => {
  const options = { scale, period: 12, horizon: 4, steps: 20, threads: 1, transform: 'none' } as const;
  const forecaster = await forecast.fit(seasonal(120), options);
  const [next] = await forecaster.predict();
  const truth = seasonal(124, { noise: 0 }).slice(120);
  next.median.forEach((value, h) => expect(Math.abs(value - truth[h])).toBeLessThan(4));
  const copy = await forecast.open(structuredClone(forecaster.model), { threads: 1 });
  expect(await copy.predict()).toEqual([next]);
  copy.close();
  const large = await forecast.fit(
    seasonal(120).map((value) => 1000 * value),
    options,
  );
  (await large.predict())[0].upper95.forEach((value, h) =>
    expect(value / next.upper95[h]).toBeCloseTo(1000, 2),
  );
  large.close();
  await expect(
    forecast.fit(seasonal(120), { steps: 1, scale: 'series', threads: 1, from: forecaster.model }),
  ).rejects.toThrow(`scale is series, but the model to go on from was made with ${scale}`);
  forecaster.close();
});

test('means of logarithms are refused', async () => {
  await expect(forecast.fit(seasonal(60), { scale: 'mean', transform: 'log' })).rejects.toThrow(
    'the scale is the mean of the window, which logarithms have none of',
  );
});
