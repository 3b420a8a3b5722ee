import { carryForward } from '../../data/series/interpolate.ts';
import { naiveForecast } from '../../data/score/naiveForecast.ts';
import { seasonalIndices } from '../../data/score/seasonalIndices.ts';
import type { TargetForecast } from './forecastAt.ts';
import { levels } from './outputs/levels.ts';
import { quantileOf } from './quantileOf.ts';

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

/** Steps that the season of `naive2Forecasts` is taken from, at most. */
const MOST = 5000;

/**
 * The last value, seasonally adjusted, with the season put on again: the reference of the M4 competition (Makridakis
 * et al., 2020). The last value itself where no season shows.
 */
export function naive2Forecasts(history: Float64Array, horizon: number, period: number): TargetForecast {
  const recent = history.subarray(Math.max(0, history.length - MOST));
  const season = seasonalIndices(carryForward(recent), period);
  if (season === undefined) return naiveForecasts(history, horizon, 1);
  const { indices, multiplicative } = season;
  const adjusted = recent.map((value, t) =>
    multiplicative ? value / indices[t % period] : value - indices[t % period],
  );
  const { quantiles } = naiveForecasts(adjusted, horizon, 1);
  return {
    quantiles: quantiles.map((values) =>
      values.map((value, h) => {
        const index = indices[(recent.length + h) % period];
        return multiplicative ? value * index : value + index;
      }),
    ),
  };
}
