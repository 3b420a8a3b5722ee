import { formatTime } from '../../data/time/formatTime.ts';
import { futureTimes } from '../../data/time/futureTimes.ts';
import { fail } from '../../support/errors.ts';
import { forecastAt } from './forecastAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
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

/** Forecasts of what follows each series: series by series, target by target. Throws `bad-argument`. */
export function forecastFuture(
  network: ForecastNetwork,
  { architecture, scaling }: StoredForecast,
  { sources, scales }: ReadySeries,
  asked?: number,
): Forecast[] {
  const horizon = checkHorizon(asked, architecture.horizon);
  const origins = sources.map(({ frame }, source) => ({ source, origin: frame.length }));
  const forecasts = forecastAt(network, sources, scales, origins, architecture, scaling.units);
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
        ...intervalsOf(quantiles.map(list)),
        ...(mean ? { mean: list(mean) } : {}),
      };
    });
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
