import { kernel } from './kernel.ts';

/**
 * The `most` largest of each row of x[rows, columns], largest first, of equals those that come first: where they are in
 * their row goes to index[rows, most], they themselves to value[rows, most]. -Infinity and NaN are not among them; where
 * there are fewer, index is -1 and value -Infinity. most >= 1.
 */
export const largest = kernel(
  'largest',
  ['x', 'index', 'value', 'rows', 'columns', 'most'],
  ({ f, i }, { x, index, value, rows, columns, most }) => {
    for (let row = 0; row < rows; row++) {
      const [own, values, indices] = [x + row * columns, value + row * most, index + row * most];
      f.fill(-Infinity, values, values + most);
      i.fill(-1, indices, indices + most);
      for (let column = 0; column < columns; column++) {
        const held = f[own + column];
        if (!(held > f[values + most - 1])) continue;
        let at = most - 1;
        for (; at > 0 && f[values + at - 1] < held; at--) {
          f[values + at] = f[values + at - 1];
          i[indices + at] = i[indices + at - 1];
        }
        f[values + at] = held;
        i[indices + at] = column;
      }
    }
  },
  ({ rows, columns }) => 2 * rows * columns,
);
