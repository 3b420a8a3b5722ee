import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { binary, type Operand } from './binary.ts';
import { sumTo } from './broadcastTo.ts';
import { clamp } from './clamp.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/**
 * The smaller of x and y by element, with NumPy's broadcasting; equal elements share the
 * gradient, but beside a number the tensor has it all. Throws `shape-mismatch`.
 */
export function minimum(x: Tensor, y: Operand): Tensor;
export function minimum(x: number, y: Tensor): Tensor;
export function minimum(x: Operand, y: Operand): Tensor {
  if (typeof y === 'number') return clamp(x as Tensor, -Infinity, y);
  if (typeof x === 'number') return clamp(y, -Infinity, x);
  return record(binary('minimum', x, y), [x, y], (gradient) => {
    const toX = multiply(gradient, binary('compare', y, x));
    return [
      x.tracked ? sumTo(toX, x.shape) : undefined,
      y.tracked ? sumTo(subtract(gradient, toX), y.shape) : undefined,
    ];
  });
}
