import { layerNorm } from '../../tensor/operations/layerNorm.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Layer normalisation of each gate's H units on their own, times a gain: [b, G*H] and [G*H] give [b, G*H]. */
export function normalisePerGate(x: Tensor, gain: Tensor, hiddenSize: number): Tensor {
  return multiply(reshape(layerNorm(reshape(x, [x.size / hiddenSize, hiddenSize])), x.shape), gain);
}
