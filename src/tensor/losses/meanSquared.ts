import { square } from '../operations/square.ts';
import { subtract } from '../operations/subtract.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/** (prediction - target)^2 by element. Throws `shape-mismatch`. */
export function meanSquared(prediction: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape('meanSquared', { prediction, target });
  return reduce(square(subtract(prediction, observed(target, options.weights))), options);
}
