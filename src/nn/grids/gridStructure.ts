import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { HeapCopies } from '../../tensor/ragged/heapCopies.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Where a sweep goes, from the corner opposite to it. */
export type GridDirection = 'down-right' | 'down-left' | 'up-right' | 'up-left';

/** The N cells of grids, diagonal after diagonal, each with those of grid after grid, and of a grid from top to bottom. */
export interface Diagonals {
  /** [D]: how many cells each diagonal has. */
  readonly sizes: Int32Array;
  /** [N]: the grid of each cell, and its place there. */
  readonly grids: Int32Array;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** [N]: where the cells around each one are, -1 for none. */
  readonly up: Int32Array;
  readonly left: Int32Array;
  readonly down: Int32Array;
  readonly right: Int32Array;
}

/**
 * The heights and widths of B grids with N cells in all, and what follows from them. Rows of data lie in the order
 * `sequence`: grid after grid, each row by row from its top left. Sweeps need the order of `diagonals`: a cell waits for
 * the cells above it and to its left, so all cells with the same row + column can be computed at once. Nothing is padded.
 */
export class GridStructure {
  /** [B] */
  readonly heights: Int32Array;
  /** [B] */
  readonly widths: Int32Array;
  /** B. */
  readonly count: number;
  /** N, the sum of height * width. */
  readonly total: number;
  /** [B + 1]: the first row of each grid in `sequence` order. */
  readonly starts: Int32Array;
  readonly #orders = new Map<GridDirection, { readonly to: Int32Array; readonly from: Int32Array }>();
  readonly #copies = new HeapCopies();
  #diagonals: Diagonals | undefined;

  constructor(heights: ArrayLike<number>, widths: ArrayLike<number>) {
    check(heights, widths);
    this.heights = Int32Array.from(heights);
    this.widths = Int32Array.from(widths);
    this.count = heights.length;
    this.starts = new Int32Array(this.count + 1);
    for (let grid = 0; grid < this.count; grid++)
      this.starts[grid + 1] = this.starts[grid] + heights[grid] * widths[grid];
    this.total = this.starts[this.count];
  }

  static of(sizes: readonly (readonly [height: number, width: number])[]): GridStructure {
    return new GridStructure(
      sizes.map(([height]) => height),
      sizes.map(([, width]) => width),
    );
  }

  /** The order of sweeps; laid out when it is first asked for. */
  get diagonals(): Diagonals {
    return (this.#diagonals ??= layOut(this));
  }

  /** [N]: the row of `sequence` order that each cell of a sweep's diagonals holds. A sweep sees the grid flipped as it needs. */
  toDiagonals(direction: GridDirection): Int32Array {
    return this.#order(direction).to;
  }

  /** [N]: the opposite: the row of diagonal order for each row of `sequence` order. */
  fromDiagonals(direction: GridDirection): Int32Array {
    return this.#order(direction).from;
  }

  /** [N]: the grid of each row in `sequence` order. */
  owners(): Int32Array {
    const owners = new Int32Array(this.total);
    for (let grid = 0; grid < this.count; grid++) owners.fill(grid, this.starts[grid], this.starts[grid + 1]);
    return owners;
  }

  /** An int32 copy of one of this structure's arrays in a context's heap. */
  on(context: Context, array: Int32Array): Tensor {
    return this.#copies.on(context, array);
  }

  #order(direction: GridDirection): { readonly to: Int32Array; readonly from: Int32Array } {
    const known = this.#orders.get(direction);
    if (known) return known;
    const [upwards, leftwards] = [direction.startsWith('up'), direction.endsWith('left')];
    const { grids, rows, columns } = this.diagonals;
    const to = new Int32Array(this.total);
    const from = new Int32Array(this.total);
    for (let cell = 0; cell < this.total; cell++) {
      const grid = grids[cell];
      const [height, width] = [this.heights[grid], this.widths[grid]];
      const y = upwards ? height - 1 - rows[cell] : rows[cell];
      const x = leftwards ? width - 1 - columns[cell] : columns[cell];
      to[cell] = this.starts[grid] + y * width + x;
      from[to[cell]] = cell;
    }
    const order = { to, from };
    this.#orders.set(direction, order);
    return order;
  }
}

function layOut({ heights, widths, count, total }: GridStructure): Diagonals {
  const longest = heights.reduce(
    (most, height, grid) =>
      height > 0 && widths[grid] > 0 ? Math.max(most, height + widths[grid] - 1) : most,
    0,
  );
  const none = (): Int32Array => new Int32Array(total).fill(-1);
  const [grids, rows, columns, up, left, down, right] = [
    none(),
    none(),
    none(),
    none(),
    none(),
    none(),
    none(),
  ];
  const sizes = new Int32Array(longest);
  /** Where the cell of row 0 would lie in this diagonal and the one before, by grid. */
  let zero = new Int32Array(count);
  let before = new Int32Array(count);
  let row = 0;
  for (let diagonal = 0; diagonal < longest; diagonal++) {
    const first = row;
    for (let grid = 0; grid < count; grid++) {
      const top = Math.max(0, diagonal - widths[grid] + 1);
      const bottom = Math.min(heights[grid] - 1, diagonal);
      if (widths[grid] === 0 || top > bottom) continue;
      zero[grid] = row - top;
      for (let y = top; y <= bottom; y++, row++) {
        grids[row] = grid;
        rows[row] = y;
        columns[row] = diagonal - y;
        if (y > 0) {
          up[row] = before[grid] + y - 1;
          down[up[row]] = row;
        }
        if (y < diagonal) {
          left[row] = before[grid] + y;
          right[left[row]] = row;
        }
      }
    }
    sizes[diagonal] = row - first;
    [zero, before] = [before, zero];
  }
  return { sizes, grids, rows, columns, up, left, down, right };
}

function check(heights: ArrayLike<number>, widths: ArrayLike<number>): void {
  if (heights.length !== widths.length) {
    const what = `${heights.length} heights and ${widths.length} widths`;
    fail('bad-argument', 'grids', what, 'Give one of each for every grid');
  }
  for (let grid = 0; grid < heights.length; grid++) {
    if ([heights[grid], widths[grid]].every((size) => Number.isInteger(size) && size >= 0)) continue;
    fail(
      'bad-argument',
      'grids',
      `grid ${grid} has size ${heights[grid]} x ${widths[grid]}`,
      'Heights and widths are integers from 0 on',
    );
  }
}
