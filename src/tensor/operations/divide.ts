import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { affine } from './affine.ts';
import { binary, type Operand } from './binary.ts';
import { sumTo } from './broadcastTo.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { reciprocal } from './reciprocal.ts';

/** x / y by element, with NumPy's broadcasting. Saves y and the quotient. Throws `shape-mismatch`. */
export function divide(x: Tensor, y: Operand): Tensor;
export function divide(x: number, y: Tensor): Tensor;
export function divide(x: Operand, y: Operand): Tensor {
  if (typeof y === 'number') return affine(x as Tensor, 1 / y);
  if (typeof x === 'number') return affine(reciprocal(y), x);
  const quotient = record(binary('divide', x, y), [x, y], (gradient) => {
    const ratio = divide(gradient, y);
    return [
      x.tracked ? sumTo(ratio, x.shape) : undefined,
      y.tracked ? negate(sumTo(multiply(ratio, quotient), y.shape)) : undefined,
    ];
  });
  return quotient;
}
