import { studentT } from '../../../tensor/losses/studentT.ts';
import { levels } from './levels.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';
import { studentTQuantile } from './studentTQuantile.ts';

/**
 * Student's t, with heavier tails than the normal: parameters (location, scale, freedom), scale softplus(scale) +
 * 1e-6, degrees of freedom 2 + softplus(freedom).
 */
export const studentTOutput: Output = {
  size: 3,
  start: [0, inverseSoftplus(0.9), inverseSoftplus(8)],
  loss: ([location, scale, freedom], target) => studentT(freedom, location, scale, target),
  outcome([location, scale, freedom]) {
    const degrees = 2 + softplus(freedom);
    const sigma = softplus(scale) + 1e-6;
    return {
      quantiles: levels.map((level) => location + sigma * studentTQuantile(level, degrees)),
      mean: location,
    };
  },
};
