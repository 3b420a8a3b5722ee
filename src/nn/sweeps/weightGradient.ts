import { matmul } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * The gradient of a weight [rows, columns] from what a sweep saved: gradient[N, rows]^T input[N, columns], one product
 * over the whole batch, written where gradients of the weight are summed.
 */
export function weightGradient(weight: Tensor, gradient: Tensor, input: Tensor): Tensor {
  const room = gradientRoom(weight);
  weightRowsGradient(room, gradient, input, 0, weight.shape[0]);
  return room;
}

/** Only the weight's rows from..to, written to their place in `room`. */
export function weightRowsGradient(
  room: Tensor,
  gradient: Tensor,
  input: Tensor,
  from: number,
  to: number,
): void {
  const [total, rows] = gradient.shape;
  const columns = input.shape[1];
  gradient.context.run(matmul, {
    a: gradient.offset + from,
    b: input.offset,
    c: room.offset + from * columns,
    bias: NONE,
    m: to - from,
    n: columns,
    k: total,
    lda: rows,
    ldb: columns,
    ldc: columns,
    transposeA: 1,
    transposeB: 0,
    accumulate: 0,
  });
}
