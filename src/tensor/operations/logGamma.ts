import type { Tensor } from '../tensor.ts';
import { digamma } from './digamma.ts';
import { multiply } from './multiply.ts';
import { unary } from './unary.ts';

/** log(Gamma(x)) by element, x > 0. */
export function logGamma(x: Tensor): Tensor {
  return unary('logGamma', x, (gradient) => multiply(gradient, digamma(x)));
}
