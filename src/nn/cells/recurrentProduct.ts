import { layerNorm } from '../../tensor/operations/layerNorm.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** u = W_hh (m * h), each gate's units normalised where a gain is given: [b, R] to [b, rows of the weight]. */
export function recurrentProduct(
  h: Tensor,
  weight: Tensor,
  options: { mask?: Tensor; gain?: Tensor; hiddenSize: number },
): Tensor {
  const product = linear(options.mask ? multiply(h, options.mask) : h, weight);
  const { gain, hiddenSize } = options;
  return gain ? layerNorm(product, { groups: weight.shape[0] / hiddenSize, gain }) : product;
}
