import { kernel } from './kernel.ts';

/**
 * index[outer, inner] = where the middle axis of x[outer, axis, inner] has its maximum: the first of equals, a NaN
 * before all else. `flat`: the element's index in x, else its position along the axis. axis >= 1.
 */
export const argmax = kernel(
  'argmax',
  ['x', 'index', 'outer', 'axis', 'inner', 'flat'],
  ({ f, i: integers }, { x, index, outer, axis, inner, flat }) => {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * axis * inner + i;
        let best = 0;
        for (let j = 1; j < axis; j++) {
          const held = f[x + start + best * inner];
          const value = f[x + start + j * inner];
          if (value > held || (Number.isNaN(value) && !Number.isNaN(held))) best = j;
        }
        integers[index + o * inner + i] = flat ? start + best * inner : best;
      }
    }
  },
  ({ outer, axis, inner }) => 2 * outer * axis * inner,
);

/**
 * index[segments, columns] = the element of x[rows, columns] with the greatest value of its column among the rows
 * with owner[row] = segment: the first of equals, a NaN before all else; -1 for a segment without rows. A row with a
 * negative owner is left out.
 */
export const segmentArgmax = kernel(
  'segmentArgmax',
  ['x', 'owner', 'index', 'rows', 'columns', 'segments'],
  ({ f, i }, { x, owner, index, rows, columns, segments }) => {
    i.fill(-1, index, index + segments * columns);
    for (let row = 0; row < rows; row++) {
      if (i[owner + row] < 0) continue;
      for (let column = 0; column < columns; column++) {
        const at = index + i[owner + row] * columns + column;
        const value = f[x + row * columns + column];
        const held = f[x + i[at]];
        if (i[at] < 0 || value > held || (Number.isNaN(value) && !Number.isNaN(held)))
          i[at] = row * columns + column;
      }
    }
  },
  ({ rows, columns }) => 2 * rows * columns,
);
