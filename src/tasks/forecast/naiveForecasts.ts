import { naiveForecast } from '../../data/score/naiveForecast.ts';
import type { TargetForecast } from './forecastAt.ts';
import { levels } from './outputs/output.ts';

/** Past forecasts that the errors of a baseline are taken from, at most. */
const PAST = 500;

/**
 * The forecast that repeats the last season ([T] values before the origin, NaN where not observed), with intervals by
 * the errors that the same forecast made before.
 */
export function naiveForecasts(history: Float64Array, horizon: number, period: number): TargetForecast {
  const point = naiveForecast(history, horizon, period);
  const errors: number[][] = Array.from({ length: horizon }, () => []);
  const first = Math.max(period, history.length - horizon - PAST);
  for (let origin = first; origin < history.length; origin++) {
    for (let h = 0; h < horizon && origin + h < history.length; h++) {
      const error = history[origin + h] - history[origin - period + (h % period)];
      if (!Number.isNaN(error)) errors[h].push(error);
    }
  }
  const sorted = errors.map((some) => Float64Array.from(some).sort());
  return {
    quantiles: levels.map((level) =>
      point.map((value, h) => (level === 0.5 ? value : value + quantileOf(sorted[h], level))),
    ),
  };
}

/** A quantile of sorted numbers, between neighbours along a line; NaN of none. */
function quantileOf(sorted: Float64Array, level: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
