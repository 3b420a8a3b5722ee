import { gaussian } from '../../../tensor/losses/gaussian.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';

/** Standard normal quantiles at 2.5, 10, 50, 90 and 97.5 %. */
const standard = [-1.959963984540054, -1.2815515655446004, 0, 1.2815515655446004, 1.959963984540054];

/** Normal with mean and deviation softplus(scale) + 1e-6: parameters (mean, scale). */
export const gaussianOutput: Output = {
  size: 2,
  start: [0, inverseSoftplus(1)],
  loss: ([location, scale], target) => gaussian(location, scale, target),
  outcome([location, scale]) {
    const deviation = softplus(scale) + 1e-6;
    return { quantiles: standard.map((z) => location + z * deviation), mean: location, deviation };
  },
};
