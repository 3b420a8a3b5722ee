import { meanAbsoluteError } from './pointScores.ts';

/**
 * The mean absolute scaled error (Hyndman and Koehler, 2006): the mean absolute error of [K] forecasts as a multiple
 * of `seasonalNaiveScale` of the training part. Below 1 the forecasts are better than the seasonal naive method is
 * one season ahead in the training part. NaN where that scale is 0 (a series that repeats exactly).
 */
export function scaledError(actual: ArrayLike<number>, forecast: ArrayLike<number>, scale: number): number {
  return scale > 0 ? meanAbsoluteError(actual, forecast) / scale : Number.NaN;
}

/**
 * The mean of |y(t) - y(t - period)| over [T] training values, for the steps where both are known. A series no
 * longer than a period is measured with period 1; NaN when no two values can be compared.
 */
export function seasonalNaiveScale(training: ArrayLike<number>, period: number): number {
  const season = training.length > period ? period : 1;
  let sum = 0;
  let count = 0;
  for (let t = season; t < training.length; t++) {
    const change = Math.abs(training[t] - training[t - season]);
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
