import { checkNumber } from '../../support/checkNumber.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { GridStructure } from './gridStructure.ts';
import type { Grids } from './grids.ts';

/** Height and width of a block of cells. */
export type BlockSize = readonly [height: number, width: number];

/**
 * Blocks of cells as the cells of smaller grids: [N, F] gives [N', h w F], a block's cells side by side, row by row;
 * what a block has beyond the edge counts as zeros (Graves & Schmidhuber, "Offline handwriting recognition with
 * multidimensional recurrent neural networks", 2008). Throws `bad-argument`.
 */
export function gridBlocks({ data, structure }: Grids, [height, width]: BlockSize): Grids {
  checkNumber('gridBlocks', 'the height of a block', height, { least: 1, whole: true });
  checkNumber('gridBlocks', 'the width of a block', width, { least: 1, whole: true });
  if (height === 1 && width === 1) return { data, structure };
  const blocks = blocksOf(structure, [height, width]);
  const index = new Int32Array(blocks.total * height * width).fill(-1);
  for (let grid = 0; grid < structure.count; grid++) {
    const [rows, columns] = [structure.heights[grid], structure.widths[grid]];
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const block =
          blocks.starts[grid] + Math.floor(y / height) * blocks.widths[grid] + Math.floor(x / width);
        index[(block * height + (y % height)) * width + (x % width)] =
          structure.starts[grid] + y * columns + x;
      }
    }
  }
  const places = data.context.tensor(index, [blocks.total, height * width], 'int32');
  const gathered = gatherRows(data, places);
  return { data: reshape(gathered, [blocks.total, height * width * data.shape[1]]), structure: blocks };
}

/** The sizes of grids in blocks, begun ones counted. */
export const blocksOf = ({ heights, widths }: GridStructure, [height, width]: BlockSize): GridStructure =>
  new GridStructure(
    heights.map((rows) => Math.ceil(rows / height)),
    widths.map((columns) => Math.ceil(columns / width)),
  );
