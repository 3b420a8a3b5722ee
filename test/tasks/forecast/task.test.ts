import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import { task } from '../../../src/tasks/forecast/task.ts';
import type { ForecastOptions } from '../../../src/tasks/forecast/options.ts';
import { monthlyRows, seasonal } from './seasonal.ts';

const engine = { threads: 1 } as const;
const options: ForecastOptions = { target: ['sales'], horizon: 6, origins: 3, steps: 20 };
let folder: string;
let file: string;
let model: StoredModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forecast-'));
  file = join(folder, 'sales.csv');
  const rows = monthlyRows(seasonal(72)).map(
    ({ month, sales }, t) => `${month},${t === 40 ? '' : sales.toFixed(1)}`,
  );
  await writeFile(file, ['month,sales', ...rows].join('\n'));
  model = await task.fit(await task.read(platform, [file], options), options, engine);
});
afterAll(() => rm(folder, { recursive: true }));

test('files are read, and what was found is told', async () => {
  const data = await task.read(platform, [file], options);
  expect(data.name).toBe('sales.csv');
  expect(data.series.map(({ times }) => times.length)).toEqual([72]);
  expect(data.notes.join('\n')).toContain('monthly, 2000-01 to 2005-12');
  expect(data.notes.join('\n')).toContain('the value before stands in for each');
});

test('an evaluation is on what was held out, beside the baselines', async () => {
  const predictor = await task.open(model, engine);
  const data = await task.read(platform, [file], {}, model.manifest);
  const evaluation = await predictor.evaluate(data, {});
  expect(evaluation.title).toBe('3 forecasts from rolling origins, 1 to 6 steps ahead');
  expect(evaluation.rows.map(({ name }) => name)).toEqual(['lstm 64', 'seasonal naive', 'naive 2', 'naive']);
  expect(evaluation.rows.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  const score = (name: string): number[] =>
    evaluation.rows.map(({ values }) => values[evaluation.columns.indexOf(name)]);
  expect(score('OWA')[2]).toBe(1);
  expect(score('OWA')[0]).toBeCloseTo(
    (score('sMAPE')[0] / score('sMAPE')[2] + score('MASE')[0] / score('MASE')[2]) / 2,
    12,
  );
  // A distribution is charged less than the error of its median, unless it is far off.
  expect(score('CRPS')[0]).toBeLessThan(score('MAE')[0]);
  expect(score('CRPS')[0]).toBeGreaterThan(0.5 * score('MAE')[0]);
  expect(evaluation.notes[0]).toContain(
    'trained on what lies before the first forecast only (up to 2005-04)',
  );
  const asked = await predictor.evaluate(data, { origins: 10 });
  expect(asked.notes[0]).toContain('7 of 10 forecasts fall into steps that the model was trained on');
  predictor.close();
});

test('a prediction as JSON, for a terminal and as a page', async () => {
  const predictor = await task.open(model, engine);
  const prediction = await predictor.predict(undefined, { horizon: 2 });
  expect(prediction.json).toMatchObject({
    task: 'forecast',
    horizon: 2,
    period: 12,
    forecasts: [{ id: '', target: 'sales', times: ['2006-01', '2006-02'] }],
  });
  const text = prediction.text(60);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(text).toContain('sales, 2006-01 to 2006-02');
  expect(text).toMatch(/^ +2003-01 +2004-01 +2005-01 +2006-01$/m);
  expect(text).toMatch(/2006-02 +\d+/);
  const html = prediction.html?.() ?? '';
  for (const part of [
    'Forecast of sales',
    '<svg',
    'How good it is',
    'Error by distance',
    'Training',
    'How it was made',
  ]) {
    expect(html).toContain(part);
  }
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  predictor.close();
});

test('several files hold series of their own', async () => {
  const other = join(folder, 'other.csv');
  const rows = monthlyRows(seasonal(60, { seed: 2 })).map(
    ({ month, sales }) => `${month},${sales.toFixed(1)}`,
  );
  await writeFile(other, ['month,sales', ...rows].join('\n'));
  const data = await task.read(platform, [file, other], options);
  expect(data.series.map(({ id }) => id)).toEqual(['sales', 'other']);
  await writeFile(other, 'month,amount\n2000-01,1\n2000-02,2\n2000-03,3');
  await expect(task.read(platform, [file, other], { covariates: 'none' })).rejects.toThrow(
    'has the columns sales',
  );
});
