import { normal } from '../../../support/random.ts';
import { gaussian } from '../../../tensor/losses/gaussian.ts';
import { normalProbability } from '../../../data/score/normalProbability.ts';
import { normalQuantile } from '../../../data/score/normalQuantile.ts';
import { levels } from './levels.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';

const standard = levels.map(normalQuantile);

/** Normal with mean and deviation softplus(scale) + 1e-6: parameters (mean, scale). */
export const gaussianOutput: Output = {
  size: 2,
  start: [0, inverseSoftplus(1)],
  loss: ([location, scale], target) => gaussian(location, scale, target),
  outcome([location, scale]) {
    const deviation = softplus(scale) + 1e-6;
    return { quantiles: standard.map((z) => location + z * deviation), mean: location, deviation };
  },
  tails([location, scale], x) {
    const z = (x - location) / (softplus(scale) + 1e-6);
    return { below: normalProbability(z), above: normalProbability(-z) };
  },
  sample: ([location, scale], _, stream, u) => location + (softplus(scale) + 1e-6) * normal(stream, 2 * u),
};
