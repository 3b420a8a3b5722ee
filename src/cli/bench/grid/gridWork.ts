import type { Grids } from '../../../nn/grids/grids.ts';
import { GridStructure } from '../../../nn/grids/gridStructure.ts';
import { gridSweep } from '../../../nn/grids/gridSweep.ts';
import { mdlstmCell } from '../../../nn/grids/mdlstmCell.ts';
import { stream, uniform } from '../../../support/random.ts';
import type { Context } from '../../../tensor/context.ts';
import { sum } from '../../../tensor/operations/sum.ts';
import { backward, noGradient } from '../../../tensor/tape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { disposeGradients, zeroGradients } from '../../../train/gradients.ts';
import type { Results } from '../network.ts';
import type { Work } from '../work.ts';
import { cellByCell } from './cellByCell.ts';

/** Grids of sizes that a batch of pictures in blocks has. */
export interface GridSize {
  readonly sizes: readonly (readonly [height: number, width: number])[];
  /** I and H. */
  readonly inputs: number;
  readonly hidden: number;
}

/** How a sweep is computed: in one kernel, diagonal by diagonal with operations, or cell by cell with operations. */
export const ways = ['one kernel', 'by diagonals', 'cell by cell'] as const;
export type Way = (typeof ways)[number];

/** B = 16 grids, heights and widths uniform on 4..16, I = 16, H = 32. */
export const standardGrids: GridSize = {
  sizes: Array.from({ length: 16 }, (_, k) => {
    const size = (side: number): number => 4 + Math.floor(13 * uniform(stream(6, side), k));
    return [size(0), size(1)] as const;
  }),
  inputs: 16,
  hidden: 32,
};

export const cellsOf = ({ sizes }: GridSize): number =>
  sizes.reduce((sum, [height, width]) => sum + height * width, 0);

/** One MDLSTM from one corner, with its grids, in a context: the same numbers in every context. */
export interface GridWork {
  run(way: Way, work: Work): void;
  /** Of a training pass: the output, and the gradients by the names of their weights. */
  results(way: Way): Results;
  close(): void;
}

/** The structure of the grids is made in every run, as it is for every batch of a training. */
export function gridWork(context: Context, size: GridSize): GridWork {
  const { sizes, inputs, hidden } = size;
  const cell = mdlstmCell(context, { inputSize: inputs, hiddenSize: hidden, stream: stream(1) });
  const { parameters } = cell;
  const cells = cellsOf(size);
  const key = stream(2);
  const values = Float32Array.from({ length: cells * inputs }, (_, k) => 2 * uniform(key, k) - 1);
  const data = context.tensor(values, [cells, inputs]);

  function outputOf(way: Way): Tensor {
    const x: Grids = { data, structure: GridStructure.of(sizes) };
    if (way === 'cell by cell') return cellByCell(cell, x);
    return gridSweep(cell, x, { path: way === 'one kernel' ? 'fused' : 'plain' }).data;
  }

  return {
    run(way, work) {
      if (work === 'train') zeroGradients(parameters);
      context.step(() => {
        if (work === 'train') backward(sum(outputOf(way)));
        else noGradient(context, () => outputOf(way));
      });
    },
    results(way) {
      zeroGradients(parameters);
      return context.step(() => {
        const output = outputOf(way);
        backward(sum(output));
        const gradients = Object.entries(parameters).map(([name, { gradient }]) => [
          name,
          gradient!.toArray(),
        ]);
        return { output: output.toArray(), ...Object.fromEntries(gradients) };
      });
    },
    close() {
      disposeGradients(parameters);
      for (const tensor of [data, ...Object.values(parameters)]) tensor.dispose();
    },
  };
}
