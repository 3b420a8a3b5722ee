import { add } from '../../tensor/operations/add.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** `keep` * previous + (1 - keep) * next, where `keep` is given; else next. */
export function zoneout(previous: Tensor, next: Tensor, keep: Tensor | undefined): Tensor {
  return keep ? add(next, multiply(keep, subtract(previous, next))) : next;
}
