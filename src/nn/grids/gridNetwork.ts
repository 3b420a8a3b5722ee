import { fail } from '../../support/errors.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { Pooling } from '../../tensor/operations/poolRows.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { linearLayer } from '../layers/linearLayer.ts';
import { joinParameters, type Parameters } from '../parameters.ts';
import type { CellChoice } from '../stack/cellChoice.ts';
import { type BlockSize, gridBlocks } from './gridBlocks.ts';
import { type Grids, poolGrids } from './grids.ts';
import type { GridSweepOptions } from './gridSweep.ts';
import { type GridLayer, mdlstmLayer, type MdlstmLayerOptions } from './mdlstmLayer.ts';
import { renetLayer } from './renetLayer.ts';

/** One level: cells of the grid below are joined in blocks, and a recurrent layer sweeps over the blocks. */
export interface GridLevel {
  readonly block: BlockSize;
  /** H of its layer, in each direction. */
  readonly hidden: number;
}

/** What the layers of a network are: MDLSTM, or ReNet with a cell. */
export type GridLayerChoice =
  | ({ readonly layer: 'mdlstm' } & Pick<MdlstmLayerOptions, 'directions' | 'join' | 'stable'>)
  | { readonly layer: 'renet'; readonly cell: CellChoice };

export interface GridNetworkOptions {
  /** I, features of a cell of the grids. */
  readonly inputSize: number;
  /** From the bottom up; at least one. */
  readonly levels: readonly GridLevel[];
  readonly choice: GridLayerChoice;
  /** How the cells of the last level become one vector. Default: mean. */
  readonly pooling?: Pooling;
  /** Random numbers for the initial weights. */
  readonly stream: Stream;
}

/** From grids of any sizes to one vector of each. */
export interface GridNetwork {
  /** R. */
  readonly outputSize: number;
  readonly parameters: Parameters;
  /** [B, R]. */
  run(x: Grids, options?: Pick<GridSweepOptions, 'path'>): Tensor;
}

/**
 * Levels of recurrent layers, each over smaller grids than the one below, as in Graves & Schmidhuber, "Offline handwriting
 * recognition with multidimensional recurrent neural networks", 2008: a level joins its input in blocks; above the first
 * one a feed-forward layer with tanh, of as many units as the level has hidden ones, reads them; a layer sweeps over the
 * result. The cells of the last level are pooled. Parameters: `0.layer.…`, `1.feed.weight`, .... Throws `bad-argument`.
 */
export function gridNetwork(context: Context, options: GridNetworkOptions): GridNetwork {
  const { levels, choice, pooling = 'mean', stream } = options;
  if (levels.length === 0) fail('bad-argument', 'gridNetwork', 'there are no levels', 'Give at least one');
  let width = options.inputSize;
  const made = levels.map(({ block, hidden }, k) => {
    const joined = width * block[0] * block[1];
    const feed =
      k === 0
        ? undefined
        : linearLayer(context, {
            inputSize: joined,
            outputSize: hidden,
            stream: substream(stream, 2 * k),
          });
    const layer = layerOf(context, choice, feed ? hidden : joined, hidden, substream(stream, 2 * k + 1));
    width = layer.outputSize;
    return { block, feed, layer };
  });
  return {
    outputSize: width,
    parameters: joinParameters(
      Object.fromEntries(
        made.map(({ feed, layer }, k) => [
          String(k),
          { parameters: joinParameters(feed ? { feed, layer } : { layer }) },
        ]),
      ),
    ),
    run(x, path) {
      const last = made.reduce((below, { block, feed, layer }) => {
        const blocks = gridBlocks(below, block);
        return layer.run(feed ? { ...blocks, data: tanh(feed.run(blocks.data)) } : blocks, path);
      }, x);
      return poolGrids(last, pooling);
    },
  };
}

function layerOf(
  context: Context,
  choice: GridLayerChoice,
  inputSize: number,
  hiddenSize: number,
  stream: Stream,
): GridLayer {
  if (choice.layer === 'mdlstm') return mdlstmLayer(context, { ...choice, inputSize, hiddenSize, stream });
  return renetLayer(context, { inputSize, hiddenSize, cell: choice.cell, seed: stream[0] });
}
