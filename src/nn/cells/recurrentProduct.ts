import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { normalisePerGate } from './normalisePerGate.ts';

/** u = W_hh (m * h), normalised where a gain is given: [b, R] to [b, rows of the weight]. */
export function recurrentProduct(
  h: Tensor,
  weight: Tensor,
  options: { mask?: Tensor; gain?: Tensor; hiddenSize: number },
): Tensor {
  const product = linear(options.mask ? multiply(h, options.mask) : h, weight);
  return options.gain ? normalisePerGate(product, options.gain, options.hiddenSize) : product;
}
