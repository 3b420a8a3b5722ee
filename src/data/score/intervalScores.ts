import { meanOver } from './pointScores.ts';

/** The share of [K] actual values that lie within [lower, upper], from 0 to 1; NaN actuals do not count. */
export function coverage(
  actual: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): number {
  let within = 0;
  let count = 0;
  for (let k = 0; k < actual.length; k++) {
    if (Number.isNaN(actual[k])) continue;
    if (actual[k] >= lower[k] && actual[k] <= upper[k]) within++;
    count++;
  }
  return count === 0 ? Number.NaN : within / count;
}

/**
 * The mean pinball loss of [K] forecasts of one quantile (Koenker and Bassett, 1978), 0 < quantile < 1: an actual
 * value above the forecast costs `quantile` per unit, one below it 1 - `quantile`.
 */
export function pinballLoss(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  quantile: number,
): number {
  return meanOver(actual, forecast, (y, f) => (y >= f ? quantile * (y - f) : (1 - quantile) * (f - y)));
}
