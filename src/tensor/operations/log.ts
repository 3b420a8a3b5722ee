import type { Tensor } from '../tensor.ts';
import { divide } from './divide.ts';
import { unary } from './unary.ts';

/** The natural logarithm by element. */
export function log(x: Tensor): Tensor {
  return unary('log', x, (gradient) => divide(gradient, x));
}
