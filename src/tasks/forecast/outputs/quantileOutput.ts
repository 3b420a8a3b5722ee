import { concatenate } from '../../../tensor/operations/concatenate.ts';
import { add } from '../../../tensor/operations/add.ts';
import { reshape } from '../../../tensor/operations/reshape.ts';
import { softplus as softplusOf } from '../../../tensor/operations/softplus.ts';
import { subtract } from '../../../tensor/operations/subtract.ts';
import { quantile } from '../../../tensor/losses/quantile.ts';
import { normalQuantile } from '../../../data/score/normalQuantile.ts';
import { placeOf, quantileFunction } from '../../../data/score/quantileFunction.ts';
import { levels } from './levels.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';

/** The quantiles that are learned, and where those between them lie (as `quantileFunction` has it). */
const learned = [0.025, 0.1, 0.5, 0.9, 0.975] as const;
const scores = learned.map(normalQuantile);
const places = levels.map((level) => placeOf(scores, normalQuantile(level)));

/** The distances between the standard normal quantiles at 50 and 90 %, and at 90 and 97.5 %. */
const inner = inverseSoftplus(1.2815515655446004);
const outer = inverseSoftplus(1.959963984540054 - 1.2815515655446004);

/**
 * Quantiles without a form of distribution, by pinball loss: parameters (median, then the distances 10 to 50, 50 to
 * 90, 2.5 to 10 and 90 to 97.5 %, each by softplus), so that quantiles never cross.
 */
export const quantileOutput: Output = {
  size: 5,
  start: [0, inner, inner, outer, outer],
  loss([median, below, above, farBelow, farAbove], target) {
    const low = subtract(median, softplusOf(below));
    const high = add(median, softplusOf(above));
    const all = [subtract(low, softplusOf(farBelow)), low, median, high, add(high, softplusOf(farAbove))];
    return quantile(concatenate(all, 1), reshape(target, [target.size]), learned);
  },
  outcome(parameters) {
    const known = quantilesOf(parameters);
    return {
      quantiles: places.map(({ below, weight }) => (1 - weight) * known[below] + weight * known[below + 1]),
    };
  },
  tails(parameters, x) {
    const known = quantilesOf(parameters);
    const mirrored = known.map((value) => -value).reverse();
    return {
      below: quantileFunction(learned, known).probability(x),
      above: quantileFunction(learned, mirrored).probability(-x),
    };
  },
};

function quantilesOf([median, below, above, farBelow, farAbove]: readonly number[]): number[] {
  const low = median - softplus(below);
  const high = median + softplus(above);
  return [low - softplus(farBelow), low, median, high, high + softplus(farAbove)];
}
