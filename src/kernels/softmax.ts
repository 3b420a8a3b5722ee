import { kernel } from './kernel.ts';

/**
 * y[rows, columns] = the softmax of each row of x, or its logarithm if `log`: x - max, then its exponentials over
 * their sum, or itself minus the logarithm of that sum. y may be x.
 */
export const softmax = kernel(
  'softmax',
  ['x', 'y', 'rows', 'columns', 'log'],
  ({ f }, { x, y, rows, columns, log }) => {
    for (let row = 0; row < rows; row++) {
      const from = x + row * columns;
      const to = y + row * columns;
      let top = -Infinity;
      for (let j = 0; j < columns; j++) top = Math.max(top, f[from + j]);
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += Math.exp(f[from + j] - top);
      const shift = top + Math.log(sum);
      for (let j = 0; j < columns; j++) {
        f[to + j] = log ? f[from + j] - shift : Math.exp(f[from + j] - top) / sum;
      }
    }
  },
  ({ rows, columns }) => 10 * rows * columns,
);

/** dx from dy and the output y: y (dy - sum(dy y)), or if `log`: dy - exp(y) sum(dy). dx may be dy. */
export const softmaxBackward = kernel(
  'softmaxBackward',
  ['y', 'dy', 'dx', 'rows', 'columns', 'log'],
  ({ f }, { y, dy, dx, rows, columns, log }) => {
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      let sum = 0;
      for (let j = at; j < at + columns; j++) sum += log ? f[dy + j] : f[dy + j] * f[y + j];
      for (let j = at; j < at + columns; j++) {
        f[dx + j] = log ? f[dy + j] - Math.exp(f[y + j]) * sum : f[y + j] * (f[dy + j] - sum);
      }
    }
  },
  ({ rows, columns, log }) => (log ? 10 : 3) * rows * columns,
);
