import { fail } from '../../support/errors.ts';
import { type Pooling, poolRows } from '../../tensor/operations/poolRows.ts';
import { formatShape, type Tensor } from '../../tensor/tensor.ts';
import type { GridStructure } from './gridStructure.ts';

/** A batch of B grids of different heights and widths: all N cells as rows of one tensor, without padding. */
export interface Grids {
  /** [N, F]: grid after grid, each row by row. */
  readonly data: Tensor;
  readonly structure: GridStructure;
}

/** Joins cells and structure. Throws `shape-mismatch`. */
export function grids(data: Tensor, structure: GridStructure): Grids {
  if (data.shape.length !== 2 || data.shape[0] !== structure.total) {
    fail(
      'shape-mismatch',
      'grids',
      `data ${formatShape(data.shape)} for ${structure.count} grids with ${structure.total} cells in all`,
      'Give a row of features for every cell: [sum of height * width, features]',
    );
  }
  return { data, structure };
}

/** One row per grid, [B, F]: over all its cells; 0 for an empty grid. */
export function poolGrids({ data, structure }: Grids, pooling: Pooling): Tensor {
  return poolRows(data, structure.on(data.context, structure.owners()), structure.count, pooling);
}
