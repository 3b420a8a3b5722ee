import type { Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { softmaxRows } from './softmaxRows.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

/** The logarithm of softmax over the last axis. Saves the result. */
export function logSoftmax(x: Tensor): Tensor {
  return softmaxRows('logSoftmax', x, 1, (gradient, y) =>
    subtract(gradient, multiply(exp(y), sum(gradient, -1, true))),
  );
}
