import { add } from '../operations/add.ts';
import { divide } from '../operations/divide.ts';
import { log } from '../operations/log.ts';
import { logSoftmax } from '../operations/logSoftmax.ts';
import { multiply } from '../operations/multiply.ts';
import { negate } from '../operations/negate.ts';
import { reshape } from '../operations/reshape.ts';
import { softmax } from '../operations/softmax.ts';
import { softplus } from '../operations/softplus.ts';
import { square } from '../operations/square.ts';
import { subtract } from '../operations/subtract.ts';
import { sum } from '../operations/sum.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/**
 * -log density of the target [...shape] under a mixture of C normal distributions (Bishop, "Mixture density networks",
 * 1994), by element: logits [...shape, C] of their weights, means `locations` and standard deviations
 * softplus(scales) + 1e-6 of the same shape. Throws `shape-mismatch`.
 */
export function gaussianMixture(
  logits: Tensor,
  locations: Tensor,
  scales: Tensor,
  target: Tensor,
  options: LossOptions = {},
): Tensor {
  checkSameShape('gaussianMixture', { logits, locations, scales });
  const sigma = add(softplus(scales), 1e-6);
  const known = reshape(observed(target, options.weights), [...target.shape, 1]);
  const distance = divide(subtract(known, locations), sigma);
  const densities = negate(
    add(multiply(square(distance), 0.5), add(log(sigma), 0.5 * Math.log(2 * Math.PI))),
  );
  const parts = add(logSoftmax(logits), densities);
  // log sum exp of the parts, as x - logSoftmax(x): the same for each, and most exact where the part is large.
  const total = sum(multiply(softmax(parts), subtract(parts, logSoftmax(parts))), -1);
  return reduce(negate(total), options);
}
