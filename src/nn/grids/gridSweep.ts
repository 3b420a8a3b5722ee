import { fail } from '../../support/errors.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { split } from '../../tensor/operations/split.ts';
import { formatShape, type Tensor } from '../../tensor/tensor.ts';
import type { GridCell, GridState } from './gridCell.ts';
import type { Grids } from './grids.ts';
import type { GridDirection, GridStructure } from './gridStructure.ts';

export interface GridSweepOptions {
  /** Default: down-right. */
  readonly direction?: GridDirection;
  /** `plain` unrolls diagonal by diagonal although the cell has a fused sweep. */
  readonly path?: 'fused' | 'plain';
}

/**
 * Runs a cell over grids [N, I] from one corner of each to the opposite one, anti-diagonal by anti-diagonal across all
 * grids: gives h [N, H] in the order of the input. Throws `shape-mismatch`.
 */
export function gridSweep(cell: GridCell, x: Grids, options: GridSweepOptions = {}): Grids {
  const { direction = 'down-right', path = 'fused' } = options;
  const { data, structure } = x;
  if (data.shape[1] !== cell.inputSize) {
    fail(
      'shape-mismatch',
      `gridSweep (${cell.kind})`,
      `the input has shape ${formatShape(data.shape)}, the cell reads [N, ${cell.inputSize}]`,
      `Give ${cell.inputSize} features per cell of the grid, or make the cell with inputSize ${data.shape[1]}`,
    );
  }
  const { context } = data;
  const ordered = gatherRows(data, structure.on(context, structure.toDiagonals(direction)));
  const h =
    path === 'fused' && cell.sweep ? cell.sweep(structure, ordered) : plainSweep(cell, structure, ordered);
  return { data: gatherRows(h, structure.on(context, structure.fromDiagonals(direction))), structure };
}

/** The network unrolled over the grids, diagonal by diagonal, with operations on the tape. */
function plainSweep(cell: GridCell, structure: GridStructure, x: Tensor): Tensor {
  const { context } = x;
  const { sizes, up, left } = structure.diagonals;
  const nothing = context.zeros([0, cell.hiddenSize]);
  if (structure.total === 0) return nothing;
  const projected = split(cell.project(x), Array.from(sizes));
  let state: GridState = { h: nothing, c: nothing };
  let [before, at] = [0, 0];
  const outputs = projected.map((rows, diagonal) => {
    const end = at + sizes[diagonal];
    /** States of the diagonal before by where they are; zeros at the edge. */
    const statesAt = (places: Int32Array): GridState => {
      const index = places.slice(at, end).map((place) => (place < 0 ? -1 : place - before));
      const found = context.tensor(index, [index.length], 'int32');
      return { h: gatherRows(state.h, found), c: gatherRows(state.c, found) };
    };
    state = cell.step(rows, statesAt(up), statesAt(left));
    [before, at] = [at, end];
    return state.h;
  });
  return outputs.length === 1 ? outputs[0] : concatenate(outputs);
}
