import type { Parameters } from '../nn/parameters.ts';
import type { Context } from '../tensor/context.ts';
import { view } from '../tensor/operations/view.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One number for each element of parameters, as an optimizer's moment: all in one range of the heap. */
export interface ParameterVector {
  /** All elements, the parameters' one after another, each at a multiple of 16. */
  readonly whole: Tensor;
  /** Views of it by the parameters' names, of their shapes. */
  readonly parts: Readonly<Record<string, Tensor>>;
}

/** The elements that a parameter takes in a vector. */
export const vectorRoom = ({ size }: Tensor): number => Math.ceil(size / 16) * 16;

/** A vector that outlives steps, filled with a value. */
export function parameterVector(context: Context, parameters: Parameters, value: number): ParameterVector {
  const tensors = Object.values(parameters);
  const size = tensors.reduce((sum, tensor) => sum + vectorRoom(tensor), 0);
  const whole = context.outside(() => context.full([size], value));
  const parts: Record<string, Tensor> = {};
  let start = 0;
  for (const [name, tensor] of Object.entries(parameters)) {
    parts[name] = view(whole, tensor.shape, start);
    start += vectorRoom(tensor);
  }
  return { whole, parts };
}
