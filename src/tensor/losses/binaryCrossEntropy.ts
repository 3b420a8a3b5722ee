import { add } from '../operations/add.ts';
import { multiply } from '../operations/multiply.ts';
import { negate } from '../operations/negate.ts';
import { softplus } from '../operations/softplus.ts';
import { subtract } from '../operations/subtract.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/**
 * By element, with p = sigmoid(logits) and target in [0, 1]: -target log(p) - (1 - target) log(1 - p). Throws
 * `shape-mismatch`.
 */
export function binaryCrossEntropy(logits: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape('binaryCrossEntropy', { logits, target });
  const share = observed(target, options.weights);
  // Both logarithms as softplus: neither cancels where the logits are large.
  const yes = multiply(share, softplus(negate(logits)));
  const no = multiply(subtract(1, share), softplus(logits));
  return reduce(add(yes, no), options);
}
