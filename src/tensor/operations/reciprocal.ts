import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { unary } from './unary.ts';

/** 1 / x by element. */
export function reciprocal(x: Tensor): Tensor {
  return unary('reciprocal', x, (gradient, _, y) => negate(multiply(gradient, multiply(y, y))));
}
