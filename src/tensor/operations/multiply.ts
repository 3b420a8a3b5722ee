import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { affine } from './affine.ts';
import { binary, type Operand } from './binary.ts';
import { sumTo } from './broadcastTo.ts';

/** x * y by element, with NumPy's broadcasting. Saves both. Throws `shape-mismatch`. */
export function multiply(x: Tensor, y: Operand): Tensor;
export function multiply(x: number, y: Tensor): Tensor;
export function multiply(x: Operand, y: Operand): Tensor {
  if (typeof y === 'number') return affine(x as Tensor, y);
  if (typeof x === 'number') return affine(y, x);
  return record(binary('multiply', x, y), [x, y], (gradient) => [
    x.tracked ? sumTo(multiply(gradient, y), x.shape) : undefined,
    y.tracked ? sumTo(multiply(gradient, x), y.shape) : undefined,
  ]);
}
