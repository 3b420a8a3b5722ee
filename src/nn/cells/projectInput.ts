import { layerNorm } from '../../tensor/operations/layerNorm.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';

/** W_ih x, each gate's units normalised where the cell has gains, plus `bias`: [N, I] to [N, G*H], one product for all steps. */
export function projectInput(
  x: Tensor,
  parameters: Parameters,
  hiddenSize: number,
  bias: Tensor | undefined,
): Tensor {
  const { weight_ih, gain_ih } = parameters;
  if (!gain_ih) return linear(x, weight_ih, bias);
  const groups = weight_ih.shape[0] / hiddenSize;
  return layerNorm(linear(x, weight_ih), { groups, gain: gain_ih, ...(bias ? { bias } : {}) });
}
