import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { softmaxRows } from './softmaxRows.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

/** Probabilities over the last axis: exp(x) over its sum. Saves the result. */
export function softmax(x: Tensor): Tensor {
  return softmaxRows('softmax', x, 0, (gradient, y) => {
    const product = multiply(gradient, y);
    return subtract(product, multiply(y, sum(product, -1, true)));
  });
}
