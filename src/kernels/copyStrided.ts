import { kernel } from './kernel.ts';
import { walk } from './walk.ts';

/**
 * Copies between strided blocks of six axes of sizes n0 (slowest) to n5; x0..x5 and y0..y5 are strides in elements.
 * It concatenates, slices, transposes, and repeats (stride 0 in x). `integer`: the elements are int32 (the same 4
 * bytes on the fast backends). x and y do not overlap. Axes that can be merged have been, unused ones come first; the
 * last strides are (1, 1) or (0, 1) in nearly all calls, (rows, 1) in a transposition.
 */
export const copyStrided = kernel(
  'copyStrided',
  [
    ...(['x', 'y', 'integer'] as const),
    ...(['n0', 'n1', 'n2', 'n3', 'n4', 'n5'] as const),
    ...(['x0', 'x1', 'x2', 'x3', 'x4', 'x5'] as const),
    ...(['y0', 'y1', 'y2', 'y3', 'y4', 'y5'] as const),
  ],
  ({ f, i }, { x, y, integer, n0, n1, n2, n3, n4, n5, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5 }) => {
    const array = integer ? i : f;
    const strides = [
      [x0, x1, x2, x3, x4, x5],
      [y0, y1, y2, y3, y4, y5],
    ];
    walk([n0, n1, n2, n3, n4, n5], strides, ([from, to]) => {
      array[y + to] = array[x + from];
    });
  },
  ({ n0, n1, n2, n3, n4, n5 }) => n0 * n1 * n2 * n3 * n4 * n5,
);
