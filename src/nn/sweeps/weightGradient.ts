import { matmul } from '../../kernels/matmul.ts';
import { NONE } from '../../kernels/memory.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * The gradient of a weight [rows, columns] from what a sweep saved: gradient[N, rows]^T input[N, columns],
 * one product over the whole batch. `part`: only the weight's rows from..to, into a tensor that is there.
 */
export function weightGradient(
  gradient: Tensor,
  input: Tensor,
  part?: { readonly into: Tensor; readonly from: number; readonly to: number },
): Tensor {
  const [total, rows] = gradient.shape;
  const columns = input.shape[1];
  const { into, from, to } = part ?? { into: gradient.context.empty([rows, columns]), from: 0, to: rows };
  gradient.context.run(matmul, {
    a: gradient.offset + from,
    b: input.offset,
    c: into.offset + from * columns,
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
  return into;
}
