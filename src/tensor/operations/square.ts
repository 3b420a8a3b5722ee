import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { unary } from './unary.ts';

/** x * x by element. */
export function square(x: Tensor): Tensor {
  return unary('square', x, (gradient) => multiply(multiply(gradient, x), 2));
}
