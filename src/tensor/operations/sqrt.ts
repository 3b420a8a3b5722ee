import type { Tensor } from '../tensor.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { unary } from './unary.ts';

/** The square root by element. */
export function sqrt(x: Tensor): Tensor {
  return unary('sqrt', x, (gradient, _, y) => multiply(divide(gradient, y), 0.5));
}
