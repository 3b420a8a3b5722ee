import { expect, test } from 'vitest';
import { withMargins } from '../../../src/tasks/forecast/conformalMargins.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { seasonal } from './seasonal.ts';

test('bounds move by the margins of their interval, and stay in order', () => {
  const quantiles = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
  expect(withMargins(quantiles, [0, 0, 0, 0, 0])).toEqual(quantiles);
  expect(withMargins(quantiles, [1, 0.5, 0, 0, -0.5])).toEqual([
    -6, -4.5, -3, -2, -0.5, 0, 0.5, 2, 3, 4.5, 6,
  ]);
  // No bound crosses the median or a narrower interval.
  expect(withMargins(quantiles, [-9, -9, 0, 0, 0])).toEqual([-3, -3, -3, -2, -1, 0, 1, 2, 3, 3, 3]);
});

const options = { period: 12, horizon: 3, origins: 200, threads: 1, validFraction: 0.4, steps: 10 } as const;

test('calibrated intervals hold about the share that they say, where those of the network do not', async () => {
  const values = seasonal(700);
  const plain = await forecast.fit(values, options);
  const calibrated = await forecast.fit(values, { ...options, conformal: true });
  const miss = async (forecaster: forecast.Forecaster): Promise<number[]> => {
    const { columns, rows } = await forecaster.evaluate();
    return [80, 95].map((share) => Math.abs(rows[0].values[columns.indexOf(`in ${share} %`)] - share));
  };
  const [before, after] = [await miss(plain), await miss(calibrated)];
  expect(after[0]).toBeLessThan(6);
  expect(after[1]).toBeLessThan(4);
  expect(before[0]).toBeGreaterThan(after[0]);
  // The weights, and so the medians, are the same.
  expect(calibrated.manifest.files.weights).toEqual(plain.manifest.files.weights);
  expect((await calibrated.predict())[0].median).toEqual((await plain.predict())[0].median);
  expect((await calibrated.evaluate()).notes.join()).toContain('calibrated on steps');

  const copy = await forecast.open(structuredClone(calibrated.model), { threads: 1 });
  expect(await copy.predict()).toEqual(await calibrated.predict());
  copy.close();
  const further = await forecast.fit(values, { steps: 5, threads: 1, from: calibrated.model });
  const margins = ({ manifest }: forecast.Forecaster): unknown =>
    (manifest.scaling as { units: { margins?: unknown } }).units.margins;
  expect(margins(further)).toHaveLength(3);
  expect(margins(further)).not.toEqual(margins(calibrated));
  expect(margins(plain)).toBeUndefined();
  for (const one of [plain, calibrated, further]) one.close();
});

test('calibration wants steps that are held out', async () => {
  await expect(
    forecast.fit(seasonal(60), { ...options, origins: 0, validFraction: 0, conformal: true }),
  ).rejects.toThrow(
    'conformal intervals are calibrated on the steps that are held out to validate on, and there are none. Give more rows, or a larger --valid.',
  );
});
