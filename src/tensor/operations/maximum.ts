import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { binary, type Operand } from './binary.ts';
import { sumTo } from './broadcastTo.ts';
import { clamp } from './clamp.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/**
 * The greater of x and y by element, with NumPy's broadcasting; equal elements share the
 * gradient, but beside a number the tensor has it all. Throws `shape-mismatch`.
 */
export function maximum(x: Tensor, y: Operand): Tensor;
export function maximum(x: number, y: Tensor): Tensor;
export function maximum(x: Operand, y: Operand): Tensor {
  if (typeof y === 'number') return clamp(x as Tensor, y, Infinity);
  if (typeof x === 'number') return clamp(y, x, Infinity);
  return record(binary('maximum', x, y), [x, y], (gradient) => {
    const toX = multiply(gradient, binary('compare', x, y));
    return [
      x.tracked ? sumTo(toX, x.shape) : undefined,
      y.tracked ? sumTo(subtract(gradient, toX), y.shape) : undefined,
    ];
  });
}
