import { fail } from '../../support/errors.ts';
import { substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { joinParameters, type Parameters } from '../parameters.ts';
import type { Grids } from './grids.ts';
import type { GridDirection } from './gridStructure.ts';
import { gridSweep, type GridSweepOptions } from './gridSweep.ts';
import { mdlstmCell, type MdlstmOptions } from './mdlstmCell.ts';

/** From how many corners a layer sweeps: the top left alone, it and its opposite, or all. */
const directionsOf: Readonly<Record<1 | 2 | 4, readonly GridDirection[]>> = {
  1: ['down-right'],
  2: ['down-right', 'up-left'],
  4: ['down-right', 'down-left', 'up-right', 'up-left'],
};

export interface MdlstmLayerOptions extends MdlstmOptions {
  /** 1, 2 or 4, each with weights of its own. Default 4: every output has seen the whole grid. */
  readonly directions?: 1 | 2 | 4;
  /** What becomes of their outputs: side by side, or their sum. Default: concatenate. */
  readonly join?: 'concatenate' | 'sum';
}

/** A layer that maps grids to grids of the same sizes. */
export interface GridLayer {
  /** Features of its outputs. */
  readonly outputSize: number;
  readonly parameters: Parameters;
  run(x: Grids, options?: Pick<GridSweepOptions, 'path'>): Grids;
}

/**
 * Two-dimensional LSTMs that sweep over the same grids from one, two or four corners. Parameters: those of `mdlstmCell`
 * by direction, as `down-right.weight_ih`. Throws `bad-argument`.
 */
export function mdlstmLayer(context: Context, options: MdlstmLayerOptions): GridLayer {
  const { directions: count = 4, join = 'concatenate', hiddenSize, stream } = options;
  const directions = directionsOf[count];
  if (!directions) {
    fail('bad-argument', 'mdlstmLayer', `directions is ${String(count)}`, 'Give 1, 2 or 4');
  }
  const cells = directions.map((direction, k) => ({
    direction,
    cell: mdlstmCell(context, { ...options, stream: substream(stream, k) }),
  }));
  return {
    outputSize: join === 'sum' ? hiddenSize : count * hiddenSize,
    parameters: joinParameters(Object.fromEntries(cells.map(({ direction, cell }) => [direction, cell]))),
    run(x, { path } = {}) {
      const outputs = cells.map(
        ({ direction, cell }) => gridSweep(cell, x, { direction, ...(path ? { path } : {}) }).data,
      );
      const data =
        join === 'sum' ? outputs.reduce((left, right) => add(left, right)) : concatenate(outputs, 1);
      return { data, structure: x.structure };
    },
  };
}
