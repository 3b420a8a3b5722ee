import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * Gradients of the weights that made sums[K,M] = x[K,N] W^T + h[K,R] U^T + bias, from the gradient of the sums, in rows
 * `lda` elements apart: dx[M,N] = gradient^T x, dh[M,R] = gradient^T h and dbias[M], the sum of the gradient's rows.
 * Neither `x` nor `h` need be there, nor `dbias` be wanted: NONE. Rows of `h` other than hFrom..hTo are zero, and not read. Sums are one chain over k = 0..K-1, as in `matmul`;
 * those of the bias have one order too.
 */
export const weightGradients = kernel(
  'weightGradients',
  ['gradient', 'lda', 'm', 'k', 'x', 'n', 'dx', 'h', 'hFrom', 'hTo', 'r', 'dh', 'dbias'],
  ({ f }, { gradient, lda, m, k, x, n, dx, h, hFrom, hTo, r, dh, dbias }) => {
    for (let row = 0; row < m; row++) {
      const sum = (factor: (step: number) => number, from = 0, to = k): number => {
        let total = 0;
        for (let step = from; step < to; step++) total += f[gradient + step * lda + row] * factor(step);
        return total;
      };
      if (x !== NONE) for (let j = 0; j < n; j++) f[dx + row * n + j] = sum((step) => f[x + step * n + j]);
      if (h !== NONE)
        for (let j = 0; j < r; j++) f[dh + row * r + j] = sum((step) => f[h + step * r + j], hFrom, hTo);
      if (dbias !== NONE) f[dbias + row] = sum(() => 1);
    }
  },
  ({ m, n, k, r, hFrom, hTo }) => m * (k * (n + 1) + (hTo - hFrom) * r),
);
