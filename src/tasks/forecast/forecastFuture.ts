import { formatTime } from '../../data/time/formatTime.ts';
import { futureTimes } from '../../data/time/futureTimes.ts';
import { fail } from '../../support/errors.ts';
import { checkSamples } from './checkSamples.ts';
import { forecastAt } from './forecastAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import type { Frame } from './frame.ts';
import type { ReadySeries } from './knownSources.ts';
import { intervalsOf } from './outputs/levels.ts';
import type { StoredForecast } from './storedForecast.ts';

/** What is expected of one series in its next K steps. Plain data; all lists have K numbers. */
export type Forecast = {
  /** The name of the series; '' where there is one only. */
  readonly id: string;
  /** The column. */
  readonly target: string;
  readonly times: readonly string[];
  /** Where the series has too few steps for a scale of its own: it is forecast on that of series of the training. */
  readonly cold?: true;
  /** As likely to be exceeded as not. */
  readonly median: readonly number[];
  /** Where the form of distribution has one. */
  readonly mean?: readonly number[];
  /** The intervals that hold 80 % and 95 % of what may come. */
  readonly lower80: readonly number[];
  readonly upper80: readonly number[];
  readonly lower95: readonly number[];
  readonly upper95: readonly number[];
};

/** What may be asked of a forecast. */
export interface PredictOptions {
  /** Steps, at most those of the training. */
  readonly horizon?: number | undefined;
  /** Paths that an autoregressive decoder draws; default 200. */
  readonly samples?: number | undefined;
}

/** Forecasts of what follows each series: series by series, target by target. Throws `bad-argument`. */
export function forecastFuture(
  network: ForecastNetwork,
  { architecture, scaling }: StoredForecast,
  { sources, scales, cold }: ReadySeries,
  { horizon: asked, samples }: PredictOptions = {},
): Forecast[] {
  const horizon = checkHorizon(asked, architecture.horizon);
  checkSamples(architecture, samples);
  sources.forEach(({ frame }) => checkAhead(frame, horizon));
  const origins = sources.map(({ frame }, source) => ({ source, origin: frame.length }));
  const forecasts = forecastAt(network, sources, scales, origins, architecture, scaling.units, samples);
  return sources.flatMap(({ frame: { series } }, source) => {
    const { times, frequency } = series;
    const written = Array.from(futureTimes(times[times.length - 1], frequency, horizon), (time) =>
      formatTime(time, frequency),
    );
    return architecture.targets.map((target, k): Forecast => {
      const { quantiles, mean } = forecasts[source][k];
      const list = (values: Float64Array): number[] => Array.from(values.subarray(0, horizon));
      return {
        id: series.id,
        target,
        times: written,
        ...(cold[source] ? { cold: true } : {}),
        ...intervalsOf(quantiles.map(list)),
        ...(mean ? { mean: list(mean) } : {}),
      };
    });
  });
}

/** Throws `bad-data` where a step to forecast lacks something that is known ahead, with the step. */
function checkAhead({ series, length, known }: Frame, horizon: number): void {
  const { id, times, frequency } = series;
  known.forEach(({ observed }, k) => {
    const step = Array.from({ length: horizon }, (_, h) => observed[length + h]).findIndex(
      (seen) => seen !== 1,
    );
    if (step < 0) return;
    const time = futureTimes(times[length - 1], frequency, horizon)[step];
    const of = id === '' ? '' : ` of series '${id}'`;
    fail(
      'bad-data',
      'forecast',
      `'${series.known[k].name}'${of} is known ahead, and is missing at ${formatTime(time, frequency)}, step ${step + 1} of the ${horizon} to forecast`,
      step === 0
        ? 'Give a file with rows beyond the last target that hold it'
        : `Give a file with rows beyond the last target that hold it, or ask for a --horizon of ${step}`,
    );
  });
}

function checkHorizon(asked: number | undefined, trained: number): number {
  const horizon = asked ?? trained;
  if (Number.isInteger(horizon) && horizon >= 1 && horizon <= trained) return horizon;
  return fail(
    'bad-argument',
    'forecast',
    `horizon is ${horizon}, and the model forecasts 1 to ${trained} steps`,
    'Ask for that, or train a model with a longer --horizon',
  );
}
