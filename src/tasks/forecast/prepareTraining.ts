import type { Series } from '../../data/series/series.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import { formatTime } from '../../data/time/formatTime.ts';
import { fail } from '../../support/errors.ts';
import { shuffledBatches } from '../../train/shuffledBatches.ts';
import { refuseChanges } from '../refuseChanges.ts';
import type { ForecastArchitecture } from './architecture.ts';
import { chooseArchitecture } from './chooseArchitecture.ts';
import { type CompleteOptions, checkOptions, completeOptions, VALID_FRACTION } from './completeOptions.ts';
import type { Range, Stretch } from './forecastBatch.ts';
import { type ForecastData, storeSeries } from './forecastData.ts';
import { frameOf } from './frame.ts';
import { outputs } from './outputs/outputs.ts';
import type { ForecastOptions } from './options.ts';
import { knownScalesOf, scalesOf } from './scales.ts';
import { type Source, sourceOf } from './source.ts';
import { startingPoint } from './startingPoint.ts';
import { checkStored, type StoredForecast } from './storedForecast.ts';
import { leastSteps, trainingSpan } from './trainingSpan.ts';
import { trainingStretches } from './trainingStretches.ts';

/** Numbers of the series that a model keeps, to forecast what follows them. */
const KEPT = 50_000;

/** Steps of series, and which of them may be forecast. */
export interface Examples {
  readonly sources: readonly Source[];
  readonly ranges: readonly Range[];
}

/** All that a training needs beside a network. */
export interface Preparation {
  readonly options: CompleteOptions;
  readonly stored: StoredForecast;
  /** [M * K * J] the weights of the anchors at the start. */
  readonly anchors: Float32Array;
  /** [M * K * L] those of the lags. */
  readonly lags: Float32Array;
  readonly learn: Examples;
  /** What to validate on while training, if anything, and how it is cut. */
  readonly validate?: Examples & { readonly stretches: readonly Stretch[] };
  /** The batches of an epoch. */
  batches(epoch: number): readonly (readonly Stretch[])[];
}

/**
 * Decides what is learned from and how, and measures scales and starting point on it; with `from`,
 * architecture and units are the trained model's. Throws `bad-data`, `bad-argument`.
 */
export function prepareTraining(
  data: ForecastData,
  given: ForecastOptions,
  from?: ModelManifest,
): Preparation {
  checkOptions(given);
  const before = from && checkStored(from);
  if (before) refuseOthers(given, before.architecture);
  const span = trainingSpan(data.series, given, before?.architecture, data.name);
  const used = data.series.flatMap((series, k) =>
    span.steps[k] > 0 ? [{ series, steps: span.steps[k] }] : [],
  );
  const warm = span.period > 1 ? span.period : 1;
  const { learn, validate } = splitRanges(
    used.map(({ steps }) => steps),
    data.valid ? 0 : (given.validFraction ?? VALID_FRACTION),
    leastSteps(span.period, span.horizon),
  );
  const cut = { ranges: learn, warm, seed: given.seed ?? 1 };
  const conformal = given.conformal ?? before?.scaling.units.margins !== undefined;
  const options = completeOptions({ ...given, ...before?.architecture, conformal }, span, (context, batch) =>
    Math.ceil(trainingStretches({ ...cut, context }, 0).length / batch),
  );
  const architecture = before?.architecture ?? chooseArchitecture(data.series, span.steps, options, given);
  if (outputs[architecture.output].counts) refuseFractions([...data.series, ...(data.valid ?? [])]);
  const scales = used.map(({ series, steps }) => scalesOf(series, steps, architecture.logs));
  const known =
    before?.scaling.units.known ??
    knownScalesOf(
      used.map(({ series }) => series),
      used.map(({ steps }) => steps),
    );
  const frames = used.map(({ series }, k) => frameOf(series, scales[k], known));
  const start = startingPoint(frames, learn, architecture, known, warm);
  const units = before?.scaling.units ?? start.units;
  const sources = frames.map((frame) => sourceOf(frame, architecture, units));
  const held = heldOut();
  if (conformal && !held) {
    fail(
      'bad-data',
      data.name,
      'conformal intervals are calibrated on the steps that are held out to validate on, and there are none',
      'Give more rows, or a larger --valid',
    );
  }
  return {
    options,
    stored: {
      architecture,
      scaling: { units, series: used.map(aboutSeries) },
      data: aboutData(data, span.origins),
    },
    anchors: start.anchors,
    lags: start.lags,
    learn: { sources, ranges: learn },
    ...(held
      ? {
          validate: {
            ...held,
            stretches: trainingStretches({ ...cut, ranges: readable(held), context: options.context }, 0),
          },
        }
      : {}),
    batches(epoch) {
      const stretches = trainingStretches({ ...cut, context: options.context }, epoch);
      const batches = shuffledBatches({ count: stretches.length, size: options.batch, seed: options.seed })(
        epoch,
      );
      return batches.map((batch) => Array.from(batch, (k) => stretches[k]));
    },
  };

  function aboutSeries(
    { series, steps }: { series: Series; steps: number },
    k: number,
  ): StoredForecast['scaling']['series'][number] {
    return { ...scales[k], id: series.id, steps, until: series.times[steps - 1] };
  }

  /** Forecasts of what is held out start up to K steps before it. */
  function readable({ ranges }: Examples): Range[] {
    return ranges.map(({ from, to }) => ({ from: from === to ? to : Math.max(0, from - span.horizon), to }));
  }

  function heldOut(): Examples | undefined {
    if (data.valid === undefined) return validate && { sources, ranges: validate };
    const valid = data.valid.map((series) => {
      const frame = frameOf(series, scalesOf(series, series.times.length, architecture.logs), known);
      return sourceOf(frame, architecture, units);
    });
    return { sources: valid, ranges: valid.map(({ frame }) => ({ from: 0, to: frame.length })) };
  }
}

/**
 * The steps to learn from, and the last share of them, which is held out to validate on, where enough is left for the
 * `needed` steps to learn from.
 */
function splitRanges(
  steps: readonly number[],
  validFraction: number,
  needed: number,
): { learn: readonly Range[]; validate?: readonly Range[] } {
  const cuts = steps.map((to) => {
    const cut = Math.round(to * (1 - validFraction));
    return cut >= needed ? cut : to;
  });
  const learn = cuts.map((to) => ({ from: 0, to }));
  if (cuts.every((cut, k) => cut === steps[k])) return { learn };
  return { learn, validate: cuts.map((from, k) => ({ from, to: steps[k] })) };
}

/** Throws `bad-data` at the first target that is no count, with its line. */
function refuseFractions(series: readonly Series[]): void {
  for (const { targets, times, frequency, lines } of series) {
    for (const { name, values, observed } of targets) {
      const at = values.findIndex(
        (value, t) => observed[t] === 1 && !(Number.isInteger(value) && value >= 0),
      );
      if (at < 0) continue;
      const line = lines[at] > 0 ? ` (line ${lines[at]})` : '';
      const what = `'${name}' is ${values[at]} at ${formatTime(times[at], frequency)}${line}, and the output negative-binomial is for counts`;
      fail('bad-data', 'forecast', what, 'Choose another output, or correct the value');
    }
  }
}

/** What a trained model is stays as it is: its targets, and the rest by the names of options. */
function refuseOthers(given: ForecastOptions, architecture: ForecastArchitecture): void {
  const target = typeof given.target === 'string' ? [given.target] : given.target;
  const others = {
    'the target is': [target, 'forecasts', architecture.targets],
    'known ahead is': [given.known, 'knows ahead', architecture.known],
    'static is': [given.static, 'has', architecture.categories.map(({ name }) => name)],
  } as const;
  for (const [what, [asked, has, own]] of Object.entries(others)) {
    if (!asked || asked.join() === own.join()) continue;
    fail(
      'bad-argument',
      'forecast',
      `${what} ${asked.join(', ')}, but the model to go on from ${has} ${own.join(', ') || 'none'}`,
      'Leave the option out, or train a new model without --from',
    );
  }
  const { cell, hidden, layers, dropout, scale, decoder, output, horizon, period, context, lags } =
    architecture;
  refuseChanges('forecast', given, {
    ...{ cell, hidden, layers, dropout, scale, decoder, output, horizon, period, context, lags },
  });
}

function aboutData(
  { name, sha256, columns, series, notes }: ForecastData,
  origins: number,
): StoredForecast['data'] {
  const [{ targets, covariates, known }] = series;
  const width = 1 + targets.length + covariates.length + known.length;
  const most = Math.floor(KEPT / (width * series.length));
  return {
    name,
    sha256,
    frequency: series[0].frequency,
    columns,
    history: series.map((one) => storeSeries(one, most)),
    origins,
    notes,
  };
}
