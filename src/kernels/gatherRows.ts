import { kernel } from './kernel.ts';

/** y[row] = x[index[row]], rows of `columns` elements; a negative index gives zeros. `integer`: x and y are int32. */
export const gatherRows = kernel(
  'gatherRows',
  ['x', 'index', 'y', 'rows', 'columns', 'integer'],
  ({ f, i }, { x, index, y, rows, columns, integer }) => {
    const array = integer ? i : f;
    for (let row = 0; row < rows; row++) {
      const from = i[index + row];
      for (let j = 0; j < columns; j++)
        array[y + row * columns + j] = from < 0 ? 0 : array[x + from * columns + j];
    }
  },
  ({ rows, columns }) => rows * columns,
);

/**
 * y[targets, columns] = for each target the sum of the rows of x that have its index, added in the order of the rows,
 * starting at 0; a negative index is left out.
 */
export const scatterAddRows = kernel(
  'scatterAddRows',
  ['x', 'index', 'y', 'rows', 'columns', 'targets'],
  ({ f, i }, { x, index, y, rows, columns, targets }) => {
    f.fill(0, y, y + targets * columns);
    for (let row = 0; row < rows; row++) {
      const to = i[index + row];
      if (to < 0) continue;
      for (let j = 0; j < columns; j++) f[y + to * columns + j] += f[x + row * columns + j];
    }
  },
  ({ rows, columns, targets }) => (rows + targets) * columns,
);
