import type { scanKinds } from '../../kernels/sweeps/linearScan.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import { linearScan } from '../sweeps/linearScan.ts';
import { type Cell, noNoise } from './cell.ts';
import type { InputOptions } from './inputWeights.ts';
import { projectInput } from './projectInput.ts';

type Gates = Readonly<Record<string, Tensor>>;

interface Scanned {
  readonly kind: string;
  readonly options: InputOptions;
  /** `weight_ih` and what may go with it. */
  readonly parameters: Parameters;
  /** The kind of scan that makes the same of the projected input. */
  readonly scan: (typeof scanKinds)[number];
  /** The values of the gates by name, from rows of the projected input. */
  readonly gates: (projected: Tensor) => Gates;
  /** The state after a step. */
  readonly next: (gates: Gates, h: Tensor) => Tensor;
}

/**
 * A cell with one state h whose gates depend on the input alone: those of all steps are one product, and the rest is a
 * linear scan.
 */
export function scannedCell({ kind, options, parameters, scan, gates, next }: Scanned): Cell {
  const { inputSize, hiddenSize } = options;
  const project = (x: Tensor): Tensor => projectInput(x, parameters, hiddenSize, parameters.bias_ih);
  return {
    kind,
    inputSize,
    stateSizes: { h: hiddenSize },
    parameters,
    noise: noNoise,
    project,
    step(projected, { h }) {
      const values = gates(projected);
      return { state: { h: next(values, h) }, gates: values };
    },
    sweep({ structure, x, initial, reverse, trace, watch }) {
      const projected = project(x);
      const { y, hn } = linearScan(structure, {
        x: projected,
        h0: initial.h,
        kind: scan,
        reverse,
        watch: watch && ((h) => watch({ h })),
      });
      const seen = trace ? { ...noGradient(x.context, () => gates(projected)), h: y } : {};
      return { output: y, final: { h: hn }, trace: seen };
    },
  };
}
