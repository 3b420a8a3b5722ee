import { add } from '../operations/add.ts';
import { divide } from '../operations/divide.ts';
import { log } from '../operations/log.ts';
import { multiply } from '../operations/multiply.ts';
import { softplus } from '../operations/softplus.ts';
import { square } from '../operations/square.ts';
import { subtract } from '../operations/subtract.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/**
 * -log density of the target under a normal distribution of mean `location` and standard deviation
 * softplus(scale) + 1e-6, by element. Throws `shape-mismatch`.
 */
export function gaussian(location: Tensor, scale: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape('gaussian', { location, scale, target });
  const sigma = add(softplus(scale), 1e-6);
  const distance = divide(subtract(observed(target, options.weights), location), sigma);
  const losses = add(multiply(square(distance), 0.5), add(log(sigma), 0.5 * Math.log(2 * Math.PI)));
  return reduce(losses, options);
}
