import { type Shape, Tensor } from '../tensor.ts';

/** The elements of a tensor from `start` on, under another shape: the same memory, unknown to the tape. */
export function view(tensor: Tensor, shape: Shape, start = 0): Tensor {
  return new Tensor(tensor.context, shape, tensor.type, tensor.scope, tensor.offset + start);
}
