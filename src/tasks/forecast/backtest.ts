import { coverage } from '../../data/score/intervalScores.ts';
import { meanAbsoluteError, meanOver, symmetricPercentageError } from '../../data/score/pointScores.ts';
import { rankedProbabilityScore } from '../../data/score/rankedProbabilityScore.ts';
import { scaledError, seasonalNaiveScale } from '../../data/score/scaledError.ts';
import {
  type QuantileLossParts,
  quantileLossParts,
  weightedQuantileLoss,
} from '../../data/score/weightedQuantileLoss.ts';
import type { ForecastArchitecture, ForecastUnits } from './architecture.ts';
import { forecastAt, type TargetForecast } from './forecastAt.ts';
import type { ForecastNetwork } from './forecastNetwork.ts';
import { observedOnly } from './frame.ts';
import type { ReadySeries } from './knownSources.ts';
import { naive2Forecasts, naiveForecasts } from './naiveForecasts.ts';
import { deciles, intervalsOf, levels } from './outputs/levels.ts';

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

/** The methods that are compared; those with a season only where there is one. */
export const methodNames = (period: number): string[] =>
  period > 1 ? ['model', 'seasonal naive', 'naive 2', 'naive'] : ['model', 'naive'];

/** The method that OWA is relative to, from the end: `naive 2`, which without a season is `naive`. */
const referenceOf = (methods: number): number => Math.max(1, methods - 2);

export const scoreNames = [
  'MAE',
  'RMSE',
  'sMAPE',
  'MASE',
  'OWA',
  'CRPS',
  'wQL',
  'in 80 %',
  'in 95 %',
] as const;

type ScoreName = (typeof scoreNames)[number];

const at = (name: ScoreName): number => scoreNames.indexOf(name);

/** Forecasts from all origins (by source, rising), each from what was known then. */
export function backtest(
  network: ForecastNetwork,
  { sources, scales }: ReadySeries,
  origins: readonly (readonly number[])[],
  architecture: ForecastArchitecture,
  units: ForecastUnits,
  samples?: number,
): Trial[] {
  const { horizon, period, targets } = architecture;
  const all = origins.flatMap((own, source) => own.map((origin) => ({ source, origin })));
  const forecasts = forecastAt(network, sources, scales, all, architecture, units, samples);
  const columns = sources.map(({ frame }) => frame.series.targets.map(observedOnly));
  const measures = sources.map((_, source) =>
    columns[source].map((values) => seasonalNaiveScale(values.subarray(0, origins[source][0]), period)),
  );
  return all.flatMap(({ source, origin }, k) =>
    targets.map((_, target) => {
      const values = columns[source][target];
      const history = values.subarray(0, origin);
      const naive = naiveForecasts(history, horizon, 1);
      const seasonal =
        period > 1
          ? [naiveForecasts(history, horizon, period), naive2Forecasts(history, horizon, period)]
          : [];
      return {
        source,
        target,
        origin,
        actual: values.slice(origin, origin + horizon),
        forecasts: [forecasts[k][target], ...seasonal, naive],
        scale: measures[source][target],
      };
    }),
  );
}

/**
 * The scores of each method, as `scoreNames`: means over all trials, RMSE the root of the mean square, OWA the mean of
 * sMAPE and MASE, each relative to `naive 2`, wQL weighted by size over all, intervals the share of values within, in
 * percent. `step` (from 0) looks at one distance alone. NaN where there is nothing.
 */
export function scoresOf(trials: readonly Trial[], step?: number): number[][] {
  const part = (values: Float64Array): Float64Array =>
    step === undefined ? values : values.subarray(step, step + 1);
  const methods = trials[0]?.forecasts.length ?? 0;
  const scores = Array.from({ length: methods }, (_, method) => {
    const risks: QuantileLossParts[] = [];
    const scored = trials.map(({ actual, forecasts, scale }) => {
      const truth = part(actual);
      const quantiles = forecasts[method].quantiles.map(part);
      const { median, lower80, upper80, lower95, upper95 } = intervalsOf(quantiles);
      risks.push(
        quantileLossParts(
          truth,
          deciles.map((k) => quantiles[k]),
          deciles.map((k) => levels[k]),
        ),
      );
      return [
        meanAbsoluteError(truth, median),
        meanOver(truth, median, (y, f) => (y - f) ** 2),
        symmetricPercentageError(truth, median),
        scaledError(truth, median, scale),
        Number.NaN,
        rankedProbabilityScore(truth, quantiles, levels),
        Number.NaN,
        100 * coverage(truth, lower80, upper80),
        100 * coverage(truth, lower95, upper95),
      ];
    });
    const means = scoreNames.map((_, score) => meanOfKnown(scored.map((row) => row[score])));
    means[at('RMSE')] = Math.sqrt(means[at('RMSE')]);
    means[at('wQL')] = weightedQuantileLoss(risks);
    return means;
  });
  const relative = (row: readonly number[], name: ScoreName): number =>
    row[at(name)] / scores[referenceOf(methods)][at(name)];
  return scores.map((row) => row.with(at('OWA'), (relative(row, 'sMAPE') + relative(row, 'MASE')) / 2));
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}
