import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * C[M,N] = op(A)[M,K] op(B)[K,N], plus what `c` held if `accumulate`, else plus `bias[N]` unless it is NONE.
 * `transposeA`: A is stored [K,M]; `transposeB`: B is stored [N,K] (PyTorch's weight layout). `lda`, `ldb`, `ldc` are
 * row strides in elements of the stored matrices. Each element is one chain of multiply-adds over k = 0..K-1 that
 * starts at the accumulated value or the bias, whatever the tile: rows are independent, sums have one order.
 */
export const matmul = kernel(
  'matmul',
  ['a', 'b', 'c', 'bias', 'm', 'n', 'k', 'lda', 'ldb', 'ldc', 'transposeA', 'transposeB', 'accumulate'],
  ({ f }, { a, b, c, bias, m, n, k, lda, ldb, ldc, transposeA, transposeB, accumulate }) => {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        const at = c + row * ldc + column;
        let sum = accumulate ? f[at] : bias === NONE ? 0 : f[bias + column];
        for (let j = 0; j < k; j++) {
          const left = f[transposeA ? a + j * lda + row : a + row * lda + j];
          sum += left * f[transposeB ? b + column * ldb + j : b + j * ldb + column];
        }
        f[at] = sum;
      }
    }
  },
  ({ m, n, k }) => m * n * k,
);
