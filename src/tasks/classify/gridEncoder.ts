import type { GrayImage } from '../../data/image/grayImage.ts';
import { imageGrids } from '../../data/image/imageGrids.ts';
import { moveImage } from '../../data/image/moveImage.ts';
import { imageOf, type Picture } from '../../data/labelled/picture.ts';
import { type GridLayerChoice, type GridLevel, gridNetwork } from '../../nn/grids/gridNetwork.ts';
import { fail } from '../../support/errors.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { affine } from '../../tensor/operations/affine.ts';
import type { Fixed } from '../refuseChanges.ts';
import { taskCell } from '../taskCell.ts';
import type { GridInput } from './classes.ts';
import type { Encoder } from './encoder.ts';
import type { ClassifyOptions, CompleteOptions, gridPoolings } from './options.ts';

/** What decides the shapes of the part of a classifier that reads pictures: part of model.json. */
export type GridArchitecture = {
  readonly kind: 'grid';
  readonly choice: GridLayerChoice;
  /** Hidden units of the last level, in each direction; a level below has a quarter of them for four times the cells. */
  readonly hidden: number;
  /** Levels. */
  readonly layers: number;
  /** Pixels on a side of the blocks of the first level; the others have blocks of 2 x 2 cells. */
  readonly block: number;
  readonly pooling: (typeof gridPoolings)[number];
  /** Pixels by which pictures are moved at random in training, at most. */
  readonly jitter: number;
};

const NETWORK = 4;
const JITTER = 5;

function levelsOf({
  hidden,
  layers,
  block,
}: Pick<GridArchitecture, 'hidden' | 'layers' | 'block'>): GridLevel[] {
  return Array.from({ length: layers }, (_, k) => ({
    block: k === 0 ? [block, block] : [2, 2],
    hidden: Math.max(1, Math.round(hidden / 4 ** (layers - 1 - k))),
  }));
}

/** Recurrent levels over pictures, whose cells are pooled. */
export function gridEncoder(
  context: Context,
  architecture: GridArchitecture,
  { shift, scale }: GridInput,
  seed: number,
): Encoder {
  const { choice, pooling, jitter } = architecture;
  const network = gridNetwork(context, {
    inputSize: 1,
    levels: levelsOf(architecture),
    choice,
    pooling,
    stream: stream(seed, NETWORK),
  });
  return {
    parameters: network.parameters,
    outputSize: network.outputSize,
    run({ contents, ids }, pass) {
      const images = contents.map((content) => imageOf(content as Picture));
      const moved = (image: GrayImage, k: number): GrayImage => {
        const place = stream(pass.seed, pass.step, JITTER, ids?.[k] ?? k);
        const [down, right] = [0, 1].map(
          (axis) => Math.floor((2 * jitter + 1) * uniform(place, axis)) - jitter,
        );
        return moveImage(image, down, right);
      };
      const pictures = imageGrids(context, pass.training && jitter > 0 ? images.map(moved) : images);
      return network.run({ ...pictures, data: affine(pictures.data, 1 / scale, -shift / scale) });
    },
  };
}

/** What `options` ask for. Throws `bad-argument` for what is `given` and means nothing for pictures. */
export function gridArchitecture(options: CompleteOptions, given: ClassifyOptions): GridArchitecture {
  const { grid, cell, hidden, layers, block, pooling, stable, jitter } = options;
  const refuse = (name: string, what: string, remedy = 'Leave it out'): never =>
    fail('bad-argument', 'classify', `${name} is given, and ${what}`, remedy);
  if (options.bidirectional) refuse('bidirectional', 'pictures are read from all corners');
  if (options.chrono !== undefined) refuse('chrono', 'pictures have two dimensions');
  if (options.layerNorm) refuse('layerNorm', 'what reads pictures has none');
  if (given.unit !== undefined || given.minCount !== undefined || given.embedding !== undefined)
    refuse('an option of texts', 'there are pictures');
  if (grid === 'mdlstm' && cell !== 'lstm')
    refuse(`cell ${cell}`, 'mdlstm has one of its own', 'Choose --grid renet, or leave it out');
  if (cell === 'jordan')
    return refuse('cell jordan', 'it feeds back outputs, which pictures have none of', 'Choose another');
  if (grid === 'renet' && stable) refuse('stable', 'renet has no memories in two dimensions');
  if (pooling !== 'mean' && pooling !== 'max')
    return refuse(`pooling ${pooling}`, 'cells of a grid have no order', 'Choose mean or max');
  const choice: GridLayerChoice =
    grid === 'mdlstm' ? { layer: grid, stable } : { layer: grid, cell: taskCell(cell) };
  return { kind: 'grid', choice, hidden, layers, block, pooling, jitter };
}

/** Throws `bad-argument` for an option of pictures where there are none. */
export function refuseGridOptions({ grid, block, stable, jitter }: ClassifyOptions): void {
  const name = Object.entries({ grid, block, stable, jitter }).find(([, value]) => value !== undefined)?.[0];
  if (name !== undefined)
    fail('bad-argument', 'classify', `${name} is given, and there are no pictures`, 'Leave it out');
}

/** What cannot change in a trained model, by the names of options. */
export function fixedOfGrid({ choice, hidden, layers, block, pooling, jitter }: GridArchitecture): Fixed {
  const own =
    choice.layer === 'mdlstm'
      ? { cell: 'lstm', stable: choice.stable ?? false }
      : { cell: choice.cell.cell, stable: false };
  return {
    ...{ grid: choice.layer, hidden, layers, block, pooling, jitter, ...own },
    ...{ bidirectional: false, embedding: undefined, unit: undefined, permute: undefined, chrono: undefined },
    layerNorm: false,
    minCount: undefined,
  };
}
