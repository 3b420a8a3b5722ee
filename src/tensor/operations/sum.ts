import { axisOf, operands } from '../operands.ts';
import type { Tensor } from '../tensor.ts';
import { sumAxes } from './broadcastTo.ts';

/** The sum over an axis, or over all elements. `keepAxis` leaves it with size 1. An empty sum is 0. */
export function sum(x: Tensor, axis?: number, keepAxis = false): Tensor {
  const context = operands('sum', [x]);
  const over = axis === undefined ? undefined : axisOf('sum', x, axis);
  const [from, to] = over === undefined ? [0, x.shape.length] : [over, over + 1];
  const shape = keepAxis
    ? x.shape.map((size, k) => (k >= from && k < to ? 1 : size))
    : x.shape.toSpliced(from, to - from);
  return sumAxes(x, from, to, context.empty(shape));
}
