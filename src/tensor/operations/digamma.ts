import { recordOnce } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { slope, unary } from './unary.ts';

/** The derivative of logGamma by element, x > 0. It has no second derivative. */
export function digamma(x: Tensor): Tensor {
  return unary('digamma', x, (gradient) =>
    multiply(gradient, recordOnce('digamma', slope('digamma', x), [x])),
  );
}
