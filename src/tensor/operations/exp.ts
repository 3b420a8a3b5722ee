import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { unary } from './unary.ts';

/** The exponential by element. */
export function exp(x: Tensor): Tensor {
  return unary('exp', x, (gradient, _, y) => multiply(gradient, y));
}
