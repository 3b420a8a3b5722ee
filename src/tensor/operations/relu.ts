import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { slope, unary } from './unary.ts';

/** max(x, 0) by element; its gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return unary('relu', x, (gradient) => multiply(gradient, slope('relu', x)));
}
