import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { square } from './square.ts';
import { subtract } from './subtract.ts';
import { unary } from './unary.ts';

/** The hyperbolic tangent by element. */
export function tanh(x: Tensor): Tensor {
  return unary('tanh', x, (gradient, _, y) => multiply(gradient, subtract(1, square(y))));
}
