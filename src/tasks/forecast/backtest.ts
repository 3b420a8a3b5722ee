import { coverage } from '../../data/score/intervalScores.ts';
import { meanAbsoluteError, meanOver, symmetricPercentageError } from '../../data/score/pointScores.ts';
import { scaledError, seasonalNaiveScale } from '../../data/score/scaledError.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { forecastAt, type TargetForecast } from './forecastAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { observedOnly } from './frame.ts';
import type { ReadySeries } from './knownSources.ts';
import { naiveForecasts } from './naiveForecasts.ts';

/** Forecasts of one target from one origin, by the model and by the baselines, beside what came. */
export interface Trial {
  readonly source: number;
  readonly target: number;
  readonly origin: number;
  /** [K] NaN where not observed. */
  readonly actual: Float64Array;
  /** By method. */
  readonly forecasts: readonly TargetForecast[];
  /** What MASE is measured by: the mean change over a season in the steps before the first origin. */
  readonly scale: number;
}

/** The methods that are compared; `seasonal naive` only where there is a season. */
export const methodNames = (period: number): string[] =>
  period > 1 ? ['model', 'seasonal naive', 'naive'] : ['model', 'naive'];

export const scoreNames = ['MAE', 'RMSE', 'sMAPE', 'MASE', 'in 80 %', 'in 95 %'] as const;

/** Forecasts from all origins (by source, rising), each from what was known then. */
export function backtest(
  network: ForecastNetwork,
  { sources, scales }: ReadySeries,
  origins: readonly (readonly number[])[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
): Trial[] {
  const { horizon, period, targets } = architecture;
  const all = origins.flatMap((own, source) => own.map((origin) => ({ source, origin })));
  const forecasts = forecastAt(network, sources, scales, all, architecture, units);
  const columns = sources.map(({ frame }) => frame.series.targets.map(observedOnly));
  const measures = sources.map((_, source) =>
    columns[source].map((values) => seasonalNaiveScale(values.subarray(0, origins[source][0]), period)),
  );
  const seasons = period > 1 ? [period, 1] : [1];
  return all.flatMap(({ source, origin }, k) =>
    targets.map((_, target) => {
      const values = columns[source][target];
      const history = values.subarray(0, origin);
      const baselines = seasons.map((season) => naiveForecasts(history, horizon, season));
      return {
        source,
        target,
        origin,
        actual: values.slice(origin, origin + horizon),
        forecasts: [forecasts[k][target], ...baselines],
        scale: measures[source][target],
      };
    }),
  );
}

/**
 * The scores of each method, as `scoreNames`: means over all trials, RMSE the root of the mean square, intervals the
 * share of values within, in percent. `step` (from 0) looks at one distance alone. NaN where there is nothing.
 */
export function scoresOf(trials: readonly Trial[], step?: number): number[][] {
  const part = (values: Float64Array): Float64Array =>
    step === undefined ? values : values.subarray(step, step + 1);
  const methods = trials[0]?.forecasts.length ?? 0;
  return Array.from({ length: methods }, (_, method) => {
    const scored = trials.map(({ actual, forecasts, scale }) => {
      const truth = part(actual);
      const [lower95, lower80, median, upper80, upper95] = forecasts[method].quantiles.map(part);
      return [
        meanAbsoluteError(truth, median),
        meanOver(truth, median, (y, f) => (y - f) ** 2),
        symmetricPercentageError(truth, median),
        scaledError(truth, median, scale),
        100 * coverage(truth, lower80, upper80),
        100 * coverage(truth, lower95, upper95),
      ];
    });
    const means = scoreNames.map((_, score) => meanOfKnown(scored.map((row) => row[score])));
    means[1] = Math.sqrt(means[1]);
    return means;
  });
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}
