import { abs } from '../operations/abs.ts';
import { subtract } from '../operations/subtract.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/** |prediction - target| by element. Throws `shape-mismatch`. */
export function meanAbsolute(prediction: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape('meanAbsolute', { prediction, target });
  return reduce(abs(subtract(prediction, observed(target, options.weights))), options);
}
