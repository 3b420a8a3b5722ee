import { kernel } from './kernel.ts';

/** y[n] += x[n]. */
export const addInto = kernel(
  'addInto',
  ['x', 'y', 'n'],
  ({ f }, { x, y, n }) => {
    for (let j = 0; j < n; j++) f[y + j] += f[x + j];
  },
  ({ n }) => n,
);
