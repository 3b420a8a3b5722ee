import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * C[M,N] = A[M,K] weight[N,K]^T, or with `across` A[M,K] weight[K,N], plus `bias[N]` unless it is NONE, with the same
 * bits as `matmul`: for few rows, where packing the weight would be most of the work. `packed` has room for K * (N rounded up to a multiple of 64) floats,
 * which hold the weight in the order in which this build reads it if `isPacked`, else they do so afterwards. `isHalf`:
 * they hold it as bfloat16, which must be its whole value; for at most 4 rows, and not `across`. The reference reads the weight itself.
 */
export const linearPacked = kernel(
  'linearPacked',
  ['a', 'weight', 'packed', 'isPacked', 'isHalf', 'across', 'bias', 'c', 'm', 'n', 'k'],
  ({ f }, { a, weight, across, bias, c, m, n, k }) => {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = bias === NONE ? 0 : f[bias + column];
        for (let j = 0; j < k; j++)
          sum += f[a + row * k + j] * f[weight + (across ? j * n + column : column * k + j)];
        f[c + row * n + column] = sum;
      }
    }
  },
  ({ m, n, k }) => m * n * k,
);
