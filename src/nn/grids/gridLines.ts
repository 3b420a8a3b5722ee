import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { type Ragged, ragged } from '../../tensor/ragged/ragged.ts';
import { rearrange } from '../../tensor/ragged/rearrange.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import type { Grids } from './grids.ts';
import type { GridStructure } from './gridStructure.ts';

/** Grids as a batch of sequences: all lines of one kind, from left to right or from top to bottom. */
export interface GridLines {
  readonly lines: Ragged;
  /** Back to grids: from sequences of the same lengths, with any features. */
  toGrids(lines: Ragged): Grids;
}

/** Every row of every grid as a sequence: nothing moves. */
export function gridRows({ data, structure }: Grids): GridLines {
  const lengths = linesOf(structure.heights, structure.widths);
  return {
    lines: ragged(data, Structure.of(lengths)),
    toGrids: (lines) => ({ data: toSequence(lines).data, structure }),
  };
}

/** Every column of every grid as a sequence. */
export function gridColumns({ data, structure }: Grids): GridLines {
  const { count, heights, widths, starts, total } = structure;
  const columns = Structure.of(linesOf(widths, heights));
  /** The row of the grids that holds each step of each column, and the packed row of columns that holds each of those. */
  const cells = firstCells(structure);
  const back = new Int32Array(total);
  for (let grid = 0, line = 0; grid < count; grid++) {
    for (let x = 0; x < widths[grid]; x++, line++) {
      for (let y = 0; y < heights[grid]; y++)
        back[starts[grid] + y * widths[grid] + x] = columns.row('packed', line, y);
    }
  }
  const lines = rearrange(data, columns, 'packed', (line, y) => cells.first[line] + y * cells.width[line]);
  return {
    lines,
    toGrids: (changed) => {
      const index = data.context.tensor(back, [total], 'int32');
      return { data: gatherRows(toPacked(changed).data, index), structure };
    },
  };
}

/** The length of each line, where each grid has so many of so many cells. */
function linesOf(counts: Int32Array, lengths: Int32Array): number[] {
  return Array.from(counts).flatMap((count, grid) => new Array<number>(count).fill(lengths[grid]));
}

/** For every column: the row of its top cell, and the width of its grid. */
function firstCells({ widths, starts }: GridStructure): { first: number[]; width: number[] } {
  const first = Array.from(widths).flatMap((width, grid) =>
    Array.from({ length: width }, (_, x) => starts[grid] + x),
  );
  return { first, width: linesOf(widths, widths) };
}
