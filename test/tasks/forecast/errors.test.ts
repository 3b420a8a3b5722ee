import { expect, test } from 'vitest';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { seasonal } from './seasonal.ts';

const quick = { steps: 3, threads: 1 } as const;

test.each<
  [what: string, data: forecast.SeriesInput, options: forecast.ForecastOptions, code: string, says: string]
>([
  [
    'a horizon longer than the series',
    seasonal(20),
    { horizon: 30 },
    'bad-data',
    'the horizon is 30 steps, but the longest series has 20 steps',
  ],
  [
    'too few rows for the period',
    seasonal(40),
    { horizon: 12, period: 36 },
    'bad-data',
    'a horizon of 12 with a season of 36 needs 49 steps to learn from, but the longest series has 40 steps',
  ],
  [
    'too few rows beside what is held out',
    seasonal(40),
    { horizon: 12, period: 12, origins: 12 },
    'bad-data',
    'the longest series has 40 steps, of which 23 are held out for 12 origins',
  ],
  ['a target without a value', new Array<number>(30).fill(Number.NaN), {}, 'bad-data', 'has no value'],
  [
    'reading backwards',
    seasonal(60),
    { bidirectional: true },
    'bad-argument',
    'A forecast reads the past only',
  ],
  ['no steps ahead', seasonal(60), { horizon: 0 }, 'bad-argument', 'horizon is 0'],
  ['all dropped', seasonal(60), { dropout: 1 }, 'bad-argument', 'dropout is 1'],
  ['no rows', [], {}, 'bad-data', 'there are no rows'],
  [
    'a column that is not there',
    'a,b\n1,2\n2,3\n3,4',
    { target: 'c' },
    'bad-argument',
    "there is no column 'c'",
  ],
  [
    'a logarithm of 0',
    [0, ...seasonal(60)],
    { transform: 'log' },
    'bad-data',
    "'value' is 0 at 0 (line 1), and this model works on logarithms",
  ],
])('%s', async (_, data, options, code, says) => {
  const error: unknown = await forecast
    .fit(data, { ...quick, ...options })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(says);
});

test('a season that the data is too short for is left out, unless it was asked for', async () => {
  const rows = seasonal(20).map((y, t) => ({
    month: `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`,
    y,
  }));
  const forecaster = await forecast.fit(rows, { ...quick, horizon: 8 });
  expect(forecaster.manifest.architecture).toMatchObject({ period: 1 });
  forecaster.close();
});

test('what a trained model cannot do', async () => {
  const forecaster = await forecast.fit(seasonal(60), { ...quick, period: 12, horizon: 6 });
  await expect(forecaster.predict({ horizon: 7 })).rejects.toThrow('the model forecasts 1 to 6 steps');
  await expect(forecaster.evaluate({ data: [1, 2, 3] })).rejects.toMatchObject({ code: 'bad-data' });
  const wrong = structuredClone(forecaster.model);
  await expect(
    forecast.open({ ...wrong, manifest: { ...wrong.manifest, task: 'generate' } }),
  ).rejects.toMatchObject({
    code: 'bad-model',
  });
  forecaster.close();
});
