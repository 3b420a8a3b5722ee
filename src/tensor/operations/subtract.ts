import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { affine } from './affine.ts';
import { binary, type Operand } from './binary.ts';
import { sumTo } from './broadcastTo.ts';
import { negate } from './negate.ts';

/** x - y by element, with NumPy's broadcasting. Saves nothing. Throws `shape-mismatch`. */
export function subtract(x: Tensor, y: Operand): Tensor;
export function subtract(x: number, y: Tensor): Tensor;
export function subtract(x: Operand, y: Operand): Tensor {
  if (typeof y === 'number') return affine(x as Tensor, 1, -y);
  if (typeof x === 'number') return affine(y, -1, x);
  return record(binary('subtract', x, y), [x, y], (gradient) => [
    x.tracked ? sumTo(gradient, x.shape) : undefined,
    y.tracked ? negate(sumTo(gradient, y.shape)) : undefined,
  ]);
}
