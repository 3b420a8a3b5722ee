import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { slope, unary } from './unary.ts';

/** The absolute value by element; its gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return unary('abs', x, (gradient) => multiply(gradient, slope('abs', x)));
}
