import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { unary } from './unary.ts';

/** The sine by element, of radians up to 10^6 in magnitude. */
export function sin(x: Tensor): Tensor {
  return unary('sin', x, (gradient) => multiply(gradient, cos(x)));
}

/** The cosine by element, of radians up to 10^6 in magnitude. */
export function cos(x: Tensor): Tensor {
  return unary('cos', x, (gradient) => negate(multiply(gradient, sin(x))));
}
