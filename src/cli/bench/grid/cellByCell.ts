import type { GridCell, GridState } from '../../../nn/grids/gridCell.ts';
import type { Grids } from '../../../nn/grids/grids.ts';
import { concatenate } from '../../../tensor/operations/concatenate.ts';
import { split } from '../../../tensor/operations/split.ts';
import type { Tensor } from '../../../tensor/tensor.ts';

/** The sweep down and right as it is written in a textbook: one cell of one grid at a time, with operations. */
export function cellByCell(cell: GridCell, { data, structure }: Grids): Tensor {
  const { context } = data;
  const { heights, widths, starts, count, total } = structure;
  const rows = split(cell.project(data), new Array<number>(total).fill(1));
  const zeros = context.zeros([1, cell.hiddenSize]);
  const edge: GridState = { h: zeros, c: zeros };
  const states: GridState[] = [];
  for (let grid = 0; grid < count; grid++) {
    for (let y = 0; y < heights[grid]; y++) {
      for (let x = 0; x < widths[grid]; x++) {
        const at = starts[grid] + y * widths[grid] + x;
        const up = y > 0 ? states[at - widths[grid]] : edge;
        const left = x > 0 ? states[at - 1] : edge;
        states.push(cell.step(rows[at], up, left));
      }
    }
  }
  return concatenate(states.map(({ h }) => h));
}
