import { expect, test } from 'vitest';
import { normal, stream, uniform } from '../../../src/support/random.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { loadWeights } from '../../../src/train/storedState.ts';
import { forecastNetwork } from '../../../src/tasks/forecast/forecastNetwork.ts';
import { frameOf } from '../../../src/tasks/forecast/frame.ts';
import * as forecast from '../../../src/tasks/forecast/index.ts';
import { distributions } from '../../../src/tasks/forecast/outcomesAt.ts';
import { gaussianOutput } from '../../../src/tasks/forecast/outputs/gaussianOutput.ts';
import { samplePaths } from '../../../src/tasks/forecast/samplePaths.ts';
import { sourceOf } from '../../../src/tasks/forecast/source.ts';
import { checkStored } from '../../../src/tasks/forecast/storedForecast.ts';
import { toSeries } from '../../../src/tasks/forecast/toSeries.ts';
import { seasonal } from './seasonal.ts';

const options = { decoder: 'autoregressive', period: 12, horizon: 12, threads: 1 } as const;

const scoresOf = async (forecaster: forecast.Forecaster): Promise<(name: string) => number> => {
  const { columns, rows } = await forecaster.evaluate();
  return (name) => rows[0].values[columns.indexOf(name)];
};

test('paths from sampled values forecast a season and its intervals', async () => {
  const forecaster = await forecast.fit(seasonal(240), { ...options, origins: 24 });
  expect(forecaster.manifest.architecture).toMatchObject({ decoder: 'autoregressive', output: 'student-t' });
  const score = await scoresOf(forecaster);
  expect(score('OWA')).toBeLessThan(0.6);
  expect(score('in 80 %')).toBeGreaterThan(65);
  expect(score('in 80 %')).toBeLessThan(95);

  const [next] = await forecaster.predict();
  const truth = seasonal(252, { noise: 0 }).slice(240);
  next.median.forEach((value, h) => expect(Math.abs(value - truth[h])).toBeLessThan(4));
  next.mean?.forEach((value, h) => expect(Math.abs(value - next.median[h])).toBeLessThan(1));
  // The same numbers again, in a copy, and other numbers from other paths.
  const copy = await forecast.open(structuredClone(forecaster.model), { threads: 1 });
  expect(await copy.predict()).toEqual([next]);
  expect(copy.probe()).toEqual(forecaster.manifest.probes.map(({ output }) => output));
  copy.close();
  const [fewer] = await forecaster.predict({ samples: 50 });
  expect(fewer.median).not.toEqual(next.median);
  const [shorter] = await forecaster.predict({ horizon: 3 });
  expect(shorter.median).toEqual(next.median.slice(0, 3));
  await expect(forecaster.predict({ samples: 1 })).rejects.toThrow(
    'samples is 1. Give a whole number of at least 2.',
  );
  forecaster.close();
});

test('a series is forecast the same alone and among others', async () => {
  const both = { a: seasonal(80, { seed: 1 }), b: seasonal(70, { seed: 2, level: 300 }) };
  const forecaster = await forecast.fit(both, { ...options, horizon: 4, steps: 10 });
  const [, among] = await forecaster.predict({ data: both });
  const [alone] = await forecaster.predict({ data: { b: both.b } });
  expect(alone).toEqual(among);
  forecaster.close();
});

test.each([
  { lags: 0, scale: 'series', context: 100 },
  { lags: 30, scale: 'window', context: 100 },
  // Lags that look back beyond the context: of a network that is not trained, whose state says nothing yet.
  { lags: 30, scale: 'window', context: 10 },
  // Cells whose state has other parts.
  { lags: 0, scale: 'series', context: 100, cell: 'slstm' },
  { lags: 0, scale: 'series', context: 100, cell: 'lru' },
] as const)('a sampled step is drawn as if the path before it were read: %o', async (given) => {
  const values = seasonal(60, { trend: 0 });
  const forecaster = await forecast.fit(values, { ...options, ...given, steps: 10, output: 'gaussian' });
  const { architecture, scaling } = checkStored(forecaster.manifest);
  const context = await openContext({ threads: 1 });
  const network = forecastNetwork(context, architecture, {
    seed: forecaster.manifest.seed,
    lags: Float32Array.from({ length: given.lags }, (_, k) => Math.sin(k)),
  });
  if (given.context > 10) loadWeights(network.parameters, forecaster.model.blobs.weights, 'weights');
  const [about] = scaling.series;
  const [{ shift, scale }] = about.targets;
  const [spread] = scaling.units.spreads;
  const sourceWith = (more: readonly number[]): ReturnType<typeof sourceOf> => {
    const [series] = toSeries([...values, ...more], {}).series;
    return sourceOf(frameOf(series, about, []), architecture, scaling.units);
  };
  const before = sourceWith([]);
  const [[path]] = samplePaths(
    network,
    [before],
    [{ source: 0, origin: 60 }],
    architecture,
    scaling.units,
    2,
  );
  const first = [path[0], path[1]];
  const last = (values[59] - shift) / scale;
  const local = before.local[0][59];
  // What the two paths drew in their second step, from the distribution after their first.
  first.forEach((x, p) => {
    const source = sourceWith([(last + spread * local * x) * scale + shift]);
    const row = distributions(
      network,
      [source],
      [{ source: 0, origin: 61 }],
      architecture,
      scaling.units,
    ).flat();
    const { mean = 0, deviation = 0 } = gaussianOutput.outcome(row, { offset: 0, factor: 1 });
    const noise = normal(stream(forecaster.manifest.seed, 0x736d70, 1, p), 2);
    expect(path[2 + p] - x).toBeCloseTo(((mean + deviation * noise) * source.local[0][60]) / local, 4);
  });
  context.close();
  forecaster.close();
});

/** Counts of a quiet shop, with a weekly season. */
const counts = (length: number): number[] =>
  Array.from({ length }, (_, t) => {
    const rate = 2 + 2 * Math.sin((2 * Math.PI * t) / 7) ** 2;
    let left = uniform(stream(4), t);
    let count = 0;
    for (let p = Math.exp(-rate); left >= p && count < 50; p *= rate / count) {
      left -= p;
      count++;
    }
    return count;
  });

test.each(['direct', 'autoregressive'] as const)('counts are forecast as counts: %s', async (decoder) => {
  const given = {
    ...options,
    decoder,
    period: 7,
    horizon: 7,
    origins: 40,
    output: 'negative-binomial',
  } as const;
  const forecaster = await forecast.fit(counts(300), given);
  const [next] = await forecaster.predict();
  for (const list of [next.median, next.lower95, next.upper95]) {
    expect(list.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  }
  next.mean?.forEach((mean) => expect(mean).toBeCloseTo(3, -1));
  const score = await scoresOf(forecaster);
  expect(score('in 80 %')).toBeGreaterThan(78);
  expect(score('in 95 %')).toBeGreaterThan(92);
  expect(score('MASE')).toBeLessThan(0.85);
  forecaster.close();
});

test('a mixture sees two humps where one normal distribution cannot', async () => {
  const humps = Array.from(
    { length: 300 },
    (_, t) => (uniform(stream(6), t) < 0.5 ? 10 : 30) + normal(stream(7), t),
  );
  const crps = async (output: 'mixture' | 'gaussian'): Promise<number> => {
    const forecaster = await forecast.fit(humps, {
      ...{ output, period: 1, horizon: 2, origins: 60, steps: 150, threads: 1, dropout: 0 },
    });
    const score = await scoresOf(forecaster);
    forecaster.close();
    return score('CRPS');
  };
  expect(await crps('mixture')).toBeLessThan(0.97 * (await crps('gaussian')));
});

test.each<[options: forecast.ForecastOptions, says: string]>([
  [{ decoder: 'autoregressive', output: 'quantiles' }, 'nothing can be drawn from the output quantiles'],
  [
    { decoder: 'autoregressive', covariates: 'all' },
    'the covariates of the steps it forecasts are not known',
  ],
  [
    { output: 'negative-binomial' },
    "'value' is 100.5 at 3 (line 4), and the output negative-binomial is for counts",
  ],
  [{ output: 'negative-binomial', transform: 'log' }, 'counts are not forecast on logarithms'],
])('%o is refused', async (given, says) => {
  const values = seasonal(60).map((value, t) => (t === 3 ? 100.5 : Math.round(value)));
  await expect(forecast.fit(values, { threads: 1, steps: 1, ...given })).rejects.toThrow(says);
});

test('samples are refused where none are drawn', async () => {
  const forecaster = await forecast.fit(seasonal(60), { threads: 1, steps: 1 });
  await expect(forecaster.predict({ samples: 100 })).rejects.toThrow('it draws none. Leave it out');
  await expect(forecaster.evaluate({ samples: 100 })).rejects.toThrow('it draws none. Leave it out');
  forecaster.close();
});
