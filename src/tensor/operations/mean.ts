import { fail } from '../../support/errors.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { affine } from './affine.ts';
import { sum } from './sum.ts';

/** The mean over an axis, or over all elements. `keepAxis` leaves it with size 1. Throws `shape-mismatch` where there is nothing. */
export function mean(x: Tensor, axis?: number, keepAxis = false): Tensor {
  const total = sum(x, axis, keepAxis);
  const count = axis === undefined ? x.size : (x.shape.at(axis) ?? 1);
  if (count === 0) {
    fail(
      'shape-mismatch',
      'mean',
      `nothing to average in shape ${formatShape(x.shape)}`,
      'Leave out empty tensors',
    );
  }
  return affine(total, 1 / count);
}
