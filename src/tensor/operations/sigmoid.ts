import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';
import { unary } from './unary.ts';

/** 1 / (1 + exp(-x)) by element. */
export function sigmoid(x: Tensor): Tensor {
  return unary('sigmoid', x, (gradient, _, y) => multiply(gradient, multiply(y, subtract(1, y))));
}
