import { add } from '../../tensor/operations/add.ts';
import { linear } from '../../tensor/operations/linear.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import { normalisePerGate } from './normalisePerGate.ts';

/** W_ih x, normalised where the cell has gains, plus `bias`: [N, I] to [N, G*H], one product for all steps. */
export function projectInput(
  x: Tensor,
  parameters: Parameters,
  hiddenSize: number,
  bias: Tensor | undefined,
): Tensor {
  const { weight_ih, gain_ih } = parameters;
  if (!gain_ih) return linear(x, weight_ih, bias);
  const normal = normalisePerGate(linear(x, weight_ih), gain_ih, hiddenSize);
  return bias ? add(normal, bias) : normal;
}
