/** The mean absolute error of [K] forecasts; a step whose actual value is NaN does not count (nor below). */
export function meanAbsoluteError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOver(actual, forecast, (y, f) => Math.abs(y - f));
}

/** The root of the mean squared error. */
export function rootMeanSquaredError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return Math.sqrt(meanOver(actual, forecast, (y, f) => (y - f) ** 2));
}

/**
 * The symmetric mean absolute percentage error, from 0 to 200, as in the M4 competition (Makridakis et al., 2020):
 * the mean of 200 |y - f| / (|y| + |f|), 0 where both are 0.
 */
export function symmetricPercentageError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOver(actual, forecast, (y, f) =>
    y === f ? 0 : (200 * Math.abs(y - f)) / (Math.abs(y) + Math.abs(f)),
  );
}

/** The mean of `score` over the steps whose actual value is known; NaN when there are none. */
export function meanOver(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  score: (actual: number, forecast: number) => number,
): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < actual.length; k++) {
    if (Number.isNaN(actual[k])) continue;
    sum += score(actual[k], forecast[k]);
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
