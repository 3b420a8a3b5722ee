import { noGradient, record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { view } from './view.ts';

/**
 * An operation of one's own. `forward` computes the output from the inputs, unrecorded, with any operations;
 * `backward` gives the gradient of each input (undefined for none) from that of the output. Written with operations on
 * the inputs, it can itself be differentiated.
 */
export function custom(
  inputs: readonly Tensor[],
  forward: (...inputs: Tensor[]) => Tensor,
  backward: (gradient: Tensor, output: Tensor) => readonly (Tensor | undefined)[],
): Tensor {
  const computed = noGradient(inputs[0].context, () => forward(...inputs));
  const output = view(computed, computed.shape);
  return record(output, inputs, (gradient) => backward(gradient, output));
}
