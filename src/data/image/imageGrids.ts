import { GridStructure } from '../../nn/grids/gridStructure.ts';
import type { Grids } from '../../nn/grids/grids.ts';
import type { Context } from '../../tensor/context.ts';
import type { GrayImage } from './grayImage.ts';

/** Pictures of any sizes as grids, a cell for each pixel: [N, 1]. */
export function imageGrids(context: Context, images: readonly GrayImage[]): Grids {
  const structure = new GridStructure(
    images.map(({ height }) => height),
    images.map(({ width }) => width),
  );
  const pixels = new Float32Array(structure.total);
  images.forEach((image, k) => pixels.set(image.pixels, structure.starts[k]));
  return { data: context.tensor(pixels, [structure.total, 1]), structure };
}
