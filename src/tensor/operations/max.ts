import { axisOf } from '../operands.ts';
import type { Tensor } from '../tensor.ts';
import { argmax } from './argmax.ts';
import { gatherRows } from './gatherRows.ts';
import { reshape } from './reshape.ts';

/**
 * The maximum over an axis, or over all elements; the gradient goes to the first of equals. `keepAxis` leaves the axis
 * with size 1. Throws `shape-mismatch` where there is nothing.
 */
export function max(x: Tensor, axis?: number, keepAxis = false): Tensor {
  const over = axis === undefined ? undefined : axisOf('max', x, axis);
  const source = over === undefined ? reshape(x, [x.size]) : x;
  const index = argmax(source, over ?? 0, { flat: true });
  const found = gatherRows(reshape(x, [x.size]), index);
  return keepAxis
    ? reshape(
        found,
        x.shape.map((size, k) => (over === undefined || k === over ? 1 : size)),
      )
    : found;
}
