/** Pinball losses of some levels, and the values that they are told against: parts of a sum over many forecasts. */
export interface QuantileLossParts {
  /** Twice the sum of the pinball losses, in the mean over the levels. */
  readonly loss: number;
  /** The sum of |y|. */
  readonly size: number;
}

/**
 * The parts of the weighted quantile loss (the mean of the rho-risks of Salinas et al., "DeepAR", 2017) of [K] actual
 * values, forecast by [K] quantiles at each level: summed over forecasts, loss / size is the score. NaN actuals do not
 * count.
 */
export function quantileLossParts(
  actual: ArrayLike<number>,
  quantiles: readonly ArrayLike<number>[],
  levels: readonly number[],
): QuantileLossParts {
  let loss = 0;
  let size = 0;
  for (let k = 0; k < actual.length; k++) {
    if (Number.isNaN(actual[k])) continue;
    size += Math.abs(actual[k]);
    levels.forEach((level, i) => {
      const error = actual[k] - quantiles[i][k];
      loss += 2 * (error >= 0 ? level * error : (level - 1) * error);
    });
  }
  return { loss: loss / levels.length, size };
}

/** The score of many forecasts; NaN where all values are 0 or none is known. */
export function weightedQuantileLoss(parts: readonly QuantileLossParts[]): number {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return size > 0 ? parts.reduce((sum, part) => sum + part.loss, 0) / size : Number.NaN;
}
