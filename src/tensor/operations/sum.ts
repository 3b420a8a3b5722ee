import { axisOf } from '../operands.ts';
import type { Tensor } from '../tensor.ts';
import { sumTo } from './broadcastTo.ts';
import { reshape } from './reshape.ts';

/** The sum over an axis, or over all elements. `keepAxis` leaves it with size 1. An empty sum is 0. */
export function sum(x: Tensor, axis?: number, keepAxis = false): Tensor {
  const over = axis === undefined ? undefined : axisOf('sum', x, axis);
  const kept = x.shape.map((size, k) => (over === undefined || k === over ? 1 : size));
  const output = sumTo(x, kept);
  return keepAxis ? output : reshape(output, over === undefined ? [] : x.shape.toSpliced(over, 1));
}
