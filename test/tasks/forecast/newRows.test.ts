import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import type { ForecastOptions } from '../../../src/tasks/forecast/options.ts';
import { task } from '../../../src/tasks/forecast/task.ts';
import { monthlyRows, seasonal } from './seasonal.ts';

const engine = { threads: 1 } as const;
const options: ForecastOptions = { horizon: 4, steps: 10 };
const shops = ['north', 'south'] as const;
let folder: string;
let model: StoredModel;

/** Months `from` to `to` of both shops. The column of shops is one that only repeated times tell. */
const table = (from: number, to: number): string => {
  const rows = shops.flatMap((shop, k) =>
    monthlyRows(seasonal(80, { level: 100 + 200 * k, seed: k }))
      .slice(from, to)
      .map(({ month, sales }) => `${month},${shop},${sales.toFixed(2)}`),
  );
  return `month,place,sales\n${rows.join('\n')}\n`;
};

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forecast-'));
  const data = await task.read(platform, [await file('shops.csv', table(0, 60))], options);
  model = await task.fit(data, options, engine);
});
afterAll(() => rm(folder, { recursive: true }));

async function predict(text: string): Promise<unknown> {
  const data = await task.read(platform, [await file('new.csv', text)], {}, model.manifest);
  const predictor = await task.open(model, engine);
  const { json } = await predictor.predict(data, {});
  predictor.close();
  return json;
}

test('one new row of each series goes on from what the model keeps', async () => {
  expect(model.manifest.data).toMatchObject({ columns: { wide: false, time: 'month', id: 'place' } });
  const one = await predict(table(60, 61));
  expect(one).toMatchObject({ forecasts: [{ times: ['2005-02', '2005-03', '2005-04', '2005-05'] }, {}] });
  expect(one).toEqual(await predict(table(0, 61)));
});

test('new rows with a step left out are on the grid of the training', async () => {
  const text = table(60, 64).replaceAll(/^2005-0[23].*\n/gm, '');
  expect(await predict(text)).toMatchObject({
    forecasts: [{ times: ['2005-05', '2005-06', '2005-07', '2005-08'] }, {}],
  });
});

test('one row that does not go on from the model is refused', async () => {
  await expect(predict(table(61, 62))).rejects.toThrow(
    "series 'north' has one row only (2005-02), and what the model knows of it ends at 2004-12",
  );
});

test('a training from a model learns from what it keeps and the new rows', async () => {
  const path = await file('new.csv', table(60, 64));
  const data = await task.read(platform, [path], options, undefined, model.manifest);
  expect(data.notes).toContain('The new rows of 2 series are joined to 120 steps that the model keeps.');
  const whole = await file('whole.csv', table(0, 64));
  const all = await task.read(platform, [whole], options, undefined, model.manifest);
  expect(data.sha256).toBe(all.sha256);
  const checkpoints: StoredModel[] = [];
  const checkpoint = async (stored: StoredModel): Promise<void> => {
    checkpoints.push(structuredClone(stored));
  };
  const watched = { ...engine, from: model, checkpoint, checkpointSeconds: 0.001 };
  const next = await task.fit(data, options, watched);
  const resumed = await task.fit(data, options, { ...engine, from: model, resume: checkpoints[0] });
  expect(checkpoints[0].manifest.training).toMatchObject({ finished: false });
  expect(resumed.manifest.files.weights).toEqual(next.manifest.files.weights);
  expect(next.manifest.scaling).toMatchObject({ series: [{ steps: 49 }, { steps: 49 }] });
});

/** What model.json says of the data, as far as it is changed here. */
type Data = {
  name: string;
  sha256: string;
  history: { times: number[]; targets: (number | null)[][] }[];
};

test('a program trains on new rows alone too, and what is not kept is said', async () => {
  const data: Data = JSON.parse(JSON.stringify(model.manifest.data));
  for (const kept of data.history) {
    kept.times.splice(0, 30);
    for (const values of kept.targets) values.splice(0, 30);
  }
  const from = { ...model, manifest: { ...model.manifest, data } };
  const forecaster = await forecast.fit(table(60, 64), { ...options, ...engine, from });
  const notes = forecaster.manifest.data?.notes;
  forecaster.close();
  expect(notes).toContain('The new rows of 2 series are joined to 60 steps that the model keeps.');
  expect(notes).toContain(
    'The model does not keep all that it was trained on: to learn from all, give the old rows too.',
  );
});

test('another target than that of the model to go on from is refused', async () => {
  const data = await task.read(
    platform,
    [await file('new.csv', table(60, 64))],
    options,
    undefined,
    model.manifest,
  );
  await expect(task.fit(data, { ...options, target: ['place'] }, { ...engine, from: model })).rejects.toThrow(
    'the target is place, but the model to go on from forecasts sales',
  );
});
