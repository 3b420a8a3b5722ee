import { kernel } from './kernel.ts';

/** y[n] += weight * (x[n] - y[n]): an exponential moving average in place. */
export const approach = kernel(
  'approach',
  ['x', 'y', 'n', 'weight'],
  ({ f }, { x, y, n, weight }) => {
    for (let j = 0; j < n; j++) f[y + j] += weight * (f[x + j] - f[y + j]);
  },
  ({ n }) => n,
);
