import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { sigmoid } from './sigmoid.ts';
import { unary } from './unary.ts';

/** log(1 + exp(x)) by element. */
export function softplus(x: Tensor): Tensor {
  return unary('softplus', x, (gradient) => multiply(gradient, sigmoid(x)));
}
