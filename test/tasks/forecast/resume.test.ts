import { expect, test } from 'vitest';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { seasonal } from './seasonal.ts';

const values = seasonal(120);
const options = { period: 12, horizon: 6, steps: 24, batch: 2, threads: 1, hidden: 16 } as const;

test('a run that was stopped goes on to the same bits', async () => {
  const whole = await forecast.fit(values, options);
  const stop = new AbortController();
  let checkpoint: StoredModel | undefined;
  const stopped = forecast.fit(values, {
    ...options,
    signal: stop.signal,
    onLog: (event) => {
      if (event.type === 'step' && event.step === 11) stop.abort();
    },
    checkpoint: async (model) => {
      checkpoint = model;
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  expect(checkpoint).toBeDefined();
  const resumed = await forecast.fit(values, { ...options, resume: checkpoint });
  expect(resumed.manifest.files.weights).toEqual(whole.manifest.files.weights);
  expect(resumed.manifest.probes).toEqual(whole.manifest.probes);
  whole.close();
  resumed.close();
});

test('the same seed gives the same weights, another seed others', async () => {
  const [one, two, three] = [
    await forecast.fit(values, options),
    await forecast.fit(values, options),
    await forecast.fit(values, { ...options, seed: 2 }),
  ];
  expect(two.manifest.files.weights).toEqual(one.manifest.files.weights);
  expect(three.manifest.files.weights).not.toEqual(one.manifest.files.weights);
  for (const forecaster of [one, two, three]) forecaster.close();
});

test('a trained model goes on with new rows, in its own units', async () => {
  const first = await forecast.fit(values.slice(0, 100), options);
  const second = await forecast.fit(values, { steps: 4, threads: 1, from: first.model });
  const units = ({ manifest }: forecast.Forecaster): unknown =>
    (manifest.scaling as { units: unknown }).units;
  expect(units(second)).toEqual(units(first));
  expect(second.manifest.architecture).toEqual(first.manifest.architecture);
  expect(second.manifest.files.weights).not.toEqual(first.manifest.files.weights);
  const [next] = await second.predict();
  expect(next.times[0]).toBe('120');
  const other = forecast.fit(values, { steps: 4, hidden: 8, threads: 1, from: first.model });
  await expect(other).rejects.toThrow('hidden is 8, but the model to go on from was made with 16');
  first.close();
  second.close();
});
