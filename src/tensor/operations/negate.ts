import type { Tensor } from '../tensor.ts';
import { affine } from './affine.ts';

/** -x by element. */
export function negate(x: Tensor): Tensor {
  return affine(x, -1);
}
