import type { Tensor } from '../tensor.ts';
import { unary } from './unary.ts';

/** factor * x + addend by element. */
export function affine(x: Tensor, factor: number, addend = 0): Tensor {
  return unary('affine', x, (gradient) => affine(gradient, factor), { a: factor, b: addend });
}
