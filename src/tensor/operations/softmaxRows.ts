import { softmaxBackward, softmax as softmaxKernel } from '../../kernels/softmax.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { rowsOf } from './rows.ts';

/** Runs softmax (log 0) or its logarithm (log 1) over the last axis; `composed` is the gradient by operations. */
export function softmaxRows(
  name: string,
  x: Tensor,
  log: number,
  composed: (gradient: Tensor, y: Tensor) => Tensor,
): Tensor {
  const context = operands(name, [x]);
  const { rows, columns } = rowsOf(x);
  const y = context.empty(x.shape);
  context.run(softmaxKernel, { x: x.offset, y: y.offset, rows, columns, log });
  const fused = (gradient: Tensor): Tensor => {
    const dx = context.empty(x.shape);
    context.run(softmaxBackward, { y: y.offset, dy: gradient.offset, dx: dx.offset, rows, columns, log });
    return dx;
  };
  return record(y, [x], (gradient) => [context.recording ? composed(gradient, y) : fused(gradient)]);
}
