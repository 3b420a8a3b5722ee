import { normalQuantile } from './normalQuantile.ts';
import { placeOf } from './quantileFunction.ts';

/** Levels that the integral is taken at: the middles of so many equal parts of (0, 1). */
const PARTS = 50;

/**
 * The continuous ranked probability score (Matheson and Winkler, 1976; Gneiting and Raftery, 2007) of forecasts of
 * [K] actual values by their quantiles, by level [K]: twice the integral of the pinball loss over all levels, of the
 * distribution that `quantileFunction` lays through the quantiles. In units of the values; for a forecast without
 * spread it is the absolute error. NaN actuals do not count; NaN where there are none.
 */
export function rankedProbabilityScore(
  actual: ArrayLike<number>,
  quantiles: readonly ArrayLike<number>[],
  levels: readonly number[],
): number {
  const scores = levels.map(normalQuantile);
  const parts = Array.from({ length: PARTS }, (_, k) => {
    const level = (k + 0.5) / PARTS;
    return { level, ...placeOf(scores, normalQuantile(level)) };
  });
  let sum = 0;
  let count = 0;
  for (let k = 0; k < actual.length; k++) {
    const y = actual[k];
    if (Number.isNaN(y)) continue;
    for (const { level, below, weight } of parts) {
      const error = y - (1 - weight) * quantiles[below][k] - weight * quantiles[below + 1][k];
      sum += error >= 0 ? level * error : (level - 1) * error;
    }
    count++;
  }
  return count === 0 ? Number.NaN : (2 * sum) / (PARTS * count);
}
