import { uniform } from '../../../support/random.ts';
import { negativeBinomial } from '../../../tensor/losses/negativeBinomial.ts';
import { add } from '../../../tensor/operations/add.ts';
import { multiply } from '../../../tensor/operations/multiply.ts';
import { levels } from './levels.ts';
import {
  negativeBinomialProbability,
  negativeBinomialQuantile,
  negativeBinomialTail,
} from './negativeBinomialQuantile.ts';
import type { Output, OwnUnits } from './output.ts';
import { softplus } from './positive.ts';

/** The least mean and dispersion that are drawn from: where softplus is 0 in floating point. */
const LEAST = 1e-8;

/**
 * Counts (Salinas et al., "DeepAR", 2017): parameters (centre, dispersion), the negative binomial distribution with mean
 * m = softplus of the centre in the units of the data, and variance m + softplus(dispersion) m^2.
 */
export const negativeBinomialOutput: Output = {
  size: 2,
  start: [0, -2],
  counts: true,
  loss([centre, dispersion], target, { offset, factor }) {
    const inOwn = (x: typeof centre): typeof centre => add(offset, multiply(factor, x));
    return negativeBinomial(inOwn(centre), dispersion, inOwn(target));
  },
  outcome(parameters, own) {
    const { mean, dispersion } = meant(parameters, own);
    const back = (count: number): number => (count - own.offset) / own.factor;
    return {
      quantiles: levels.map((level) => back(negativeBinomialQuantile(level, mean, dispersion))),
      mean: back(mean),
    };
  },
  tails(parameters, x, own) {
    const { mean, dispersion } = meant(parameters, own);
    const count = Math.round(own.offset + own.factor * x);
    return {
      below: negativeBinomialProbability(count, mean, dispersion),
      above: negativeBinomialTail(count, mean, dispersion),
    };
  },
  sample(parameters, own, stream, u) {
    const { mean, dispersion } = meant(parameters, own);
    const count = negativeBinomialQuantile(uniform(stream, 4 * u), mean, dispersion);
    return (count - own.offset) / own.factor;
  },
};

const meant = (
  [centre, dispersion]: readonly number[],
  { offset, factor }: OwnUnits<number>,
): { readonly mean: number; readonly dispersion: number } => ({
  mean: Math.max(LEAST, softplus(offset + factor * centre)),
  dispersion: Math.max(LEAST, softplus(dispersion)),
});
