import { normalProbability } from './normalProbability.ts';
import { normalQuantile } from './normalQuantile.ts';

/** A distribution that is known by some of its quantiles. */
export interface QuantileFunction {
  /** The quantile at `level`, 0 < level < 1. */
  at(level: number): number;
  /** P(Y <= value). */
  probability(value: number): number;
}

/**
 * The distribution through given quantiles (rising, two at least): between them, and beyond the outermost, a straight
 * line over the quantiles of the standard normal. So it is exact for a normal distribution.
 */
export function quantileFunction(levels: readonly number[], quantiles: ArrayLike<number>): QuantileFunction {
  const scores = levels.map(normalQuantile);
  return {
    at(level) {
      const { below, weight } = placeOf(scores, normalQuantile(level));
      return (1 - weight) * quantiles[below] + weight * quantiles[below + 1];
    },
    probability(value) {
      const last = levels.length - 2;
      let below = 0;
      while (below < last && value >= quantiles[below + 1]) below++;
      const width = quantiles[below + 1] - quantiles[below];
      if (!(width > 0)) return value < quantiles[below] ? 0 : value > quantiles[below] ? 1 : 0.5;
      const share = (value - quantiles[below]) / width;
      return normalProbability(scores[below] + share * (scores[below + 1] - scores[below]));
    },
  };
}

/** Between which two of `scores` another lies (the nearest two, beyond them), and how near to the second. */
export function placeOf(
  scores: readonly number[],
  score: number,
): { readonly below: number; readonly weight: number } {
  let below = 0;
  while (below < scores.length - 2 && score >= scores[below + 1]) below++;
  return { below, weight: (score - scores[below]) / (scores[below + 1] - scores[below]) };
}
