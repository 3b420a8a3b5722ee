import type { Context } from '../../tensor/context.ts';
import { type CellChoice } from '../stack/cellChoice.ts';
import { recurrentStack } from '../stack/recurrentStack.ts';
import { joinParameters } from '../parameters.ts';
import { gridColumns, type GridLines, gridRows } from './gridLines.ts';
import type { GridLayer } from './mdlstmLayer.ts';
import type { Grids } from './grids.ts';

export interface RenetOptions {
  /** I, features of a cell of the grid. */
  readonly inputSize: number;
  /** H, hidden units of each of the four networks. */
  readonly hiddenSize: number;
  readonly cell: CellChoice;
  readonly seed?: number;
}

/**
 * A layer of ReNet (Visin et al., "ReNet: a recurrent neural network based alternative to convolutional networks",
 * 2015): a bidirectional network reads every row, and another every column of what the first put out, so that every cell
 * has seen the whole grid: [N, I] to [N, 2H]. Parameters: those of a stack under `rows` and `columns`. Throws `bad-argument`.
 */
export function renetLayer(context: Context, options: RenetOptions): GridLayer {
  const { inputSize, hiddenSize, cell, seed = 0 } = options;
  const common = { hiddenSize, cell, seed, bidirectional: true };
  const rows = recurrentStack(context, { ...common, inputSize });
  const columns = recurrentStack(context, { ...common, inputSize: rows.outputSize, place: 2 });
  return {
    outputSize: columns.outputSize,
    parameters: joinParameters({ rows, columns }),
    run(x, { path } = {}) {
      const read = (stack: typeof rows, { lines, toGrids }: GridLines): Grids =>
        toGrids(stack.run(lines, path ? { path } : {}).output);
      return read(columns, gridColumns(read(rows, gridRows(x))));
    },
  };
}
