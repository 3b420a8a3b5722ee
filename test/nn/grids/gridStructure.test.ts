import { expect, test } from 'vitest';
import { type GridDirection, GridStructure } from '../../../src/nn/grids/gridStructure.ts';

const sizes = [
  [2, 3],
  [0, 4],
  [3, 1],
] as const;

test('cells lie diagonal after diagonal, grid after grid, from top to bottom', () => {
  const { starts, total, diagonals } = GridStructure.of(sizes);
  const { grids, rows, columns } = diagonals;
  expect([total, ...starts]).toEqual([9, 0, 6, 6, 9]);
  expect([...diagonals.sizes]).toEqual([2, 3, 3, 1]);
  expect([...grids]).toEqual([0, 2, 0, 0, 2, 0, 0, 2, 0]);
  expect([...rows]).toEqual([0, 0, 0, 1, 1, 0, 1, 2, 1]);
  expect([...columns]).toEqual([0, 0, 1, 0, 0, 2, 1, 0, 2]);
});

test('neighbours are one row and one column away, in the diagonal before', () => {
  const { total, diagonals } = GridStructure.of(sizes);
  const { up, left, down, right, grids, rows, columns } = diagonals;
  for (let cell = 0; cell < total; cell++) {
    const at = (y: number, x: number): number =>
      grids.findIndex((grid, k) => grid === grids[cell] && rows[k] === y && columns[k] === x);
    const [y, x] = [rows[cell], columns[cell]];
    expect([up[cell], left[cell]]).toEqual([at(y - 1, x), at(y, x - 1)]);
    expect([down[cell], right[cell]]).toEqual([at(y + 1, x), at(y, x + 1)]);
  }
});

test('each direction starts at a corner of its own', () => {
  const structure = GridStructure.of(sizes);
  const first = (direction: GridDirection): number[] => [...structure.toDiagonals(direction).slice(0, 4)];
  // The first grid has rows 0, 1, 2 above 3, 4, 5; the last is the column 6, 7, 8.
  expect(first('down-right')).toEqual([0, 6, 1, 3]);
  expect(first('down-left')).toEqual([2, 6, 1, 5]);
  expect(first('up-right')).toEqual([3, 8, 4, 0]);
  expect(first('up-left')).toEqual([5, 8, 4, 2]);
  for (const direction of ['down-right', 'down-left', 'up-right', 'up-left'] as const) {
    const back = structure.fromDiagonals(direction);
    expect([...structure.toDiagonals(direction)].map((row) => back[row])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  }
});

test('sizes that are none are refused', () => {
  expect(() => new GridStructure([1], [1, 2])).toThrow('1 heights and 2 widths');
  expect(() => GridStructure.of([[2, 1.5]])).toThrow('grid 0 has size 2 x 1.5');
});
