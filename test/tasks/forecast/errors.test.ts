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
  expect(forecaster.manifest.data).toMatchObject({
    notes: expect.arrayContaining(['There are too few steps for a season of 12: the model has none.']),
  });
  forecaster.close();
});

test('series that are too short are counted in what is told', async () => {
  const forecaster = await forecast.fit({ a: seasonal(60), b: seasonal(5) }, { ...quick, horizon: 8 });
  expect(forecaster.manifest.data).toMatchObject({
    notes: expect.arrayContaining(['1 of 2 series are too short to learn from.']),
  });
  forecaster.close();
});

test('where nothing was held out, the evaluation says how many origins are possible, and they are', async () => {
  const options = { ...quick, horizon: 12, period: 12 };
  const short = await forecast.fit(seasonal(40), options);
  const [note] = (await short.evaluate()).notes;
  short.close();
  expect(note).toContain('their scores flatter it. Train with --origins to hold steps out, at most 4 here.');
  (await forecast.fit(seasonal(40), { ...options, origins: 4 })).close();
  await expect(forecast.fit(seasonal(40), { ...options, origins: 5 })).rejects.toThrow(
    'Give --origins 4 at most, more rows, a shorter horizon or --period 1 for no season.',
  );
  const shorter = await forecast.fit(seasonal(30), options);
  expect((await shorter.evaluate()).notes[0]).toContain(
    'To hold steps out, 37 steps are needed at least, or a shorter horizon.',
  );
  shorter.close();
  (await forecast.fit(seasonal(37), { ...options, origins: 1 })).close();
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
