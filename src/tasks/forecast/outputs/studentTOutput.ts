import { uniform } from '../../../support/random.ts';
import { studentT } from '../../../tensor/losses/studentT.ts';
import { levels } from './levels.ts';
import type { Output } from './output.ts';
import { inverseSoftplus, softplus } from './positive.ts';
import { studentTQuantile, studentTTail } from './studentTQuantile.ts';

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
    // The levels are as far below the median as above it.
    const above = levels
      .filter((level) => level > 0.5)
      .map((level) => sigma * studentTQuantile(level, degrees));
    return {
      quantiles: [...above.map((t) => location - t).reverse(), location, ...above.map((t) => location + t)],
      mean: location,
    };
  },
  tails([location, scale, freedom], x) {
    const t = (x - location) / (softplus(scale) + 1e-6);
    const tail = studentTTail(Math.abs(t), 2 + softplus(freedom));
    return t > 0 ? { below: 1 - tail, above: tail } : { below: tail, above: 1 - tail };
  },
  /** By Bailey's polar method ("Polar generation of random variates with the t-distribution", 1994). */
  sample([location, scale, freedom], _, stream, u) {
    const degrees = 2 + softplus(freedom);
    const radius = Math.sqrt(degrees * Math.expm1((-2 / degrees) * Math.log(1 - uniform(stream, 4 * u))));
    const t = radius * Math.cos(2 * Math.PI * uniform(stream, 4 * u + 1));
    return location + (softplus(scale) + 1e-6) * t;
  },
};
