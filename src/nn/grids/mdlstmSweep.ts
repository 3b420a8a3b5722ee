import { mdlstmBackward, mdlstmForward } from '../../kernels/sweeps/mdlstm.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkShapes } from '../sweeps/checkShapes.ts';
import { offsetOf } from '../sweeps/offsetOf.ts';
import { packedFor } from '../sweeps/packedFor.ts';
import { isRecorded, recordSweep } from '../sweeps/recordSweep.ts';
import { inputGradient, inputShapesOf, type SweepInputOptions, sweepSums } from '../sweeps/sweepInput.ts';
import { weightGradients, weightSide } from '../sweeps/weightGradients.ts';
import { gradientRoom } from '../../tensor/gradientSum.ts';
import type { GridStructure } from './gridStructure.ts';

/** What the sweep of an MDLSTM takes; equations and symbols: kernel `mdlstmForward`. Rows are in diagonal order. */
export interface MdlstmSweepOptions extends SweepInputOptions {
  /** [5H, 2H] */
  readonly weight: Tensor;
  readonly stable?: boolean;
}

/** An MDLSTM over all diagonals of grids in one kernel: h [N, H]. Throws `shape-mismatch`. */
export function mdlstmSweep(structure: GridStructure, options: MdlstmSweepOptions): Tensor {
  const { x, inputWeight, inputBias, weight, stable = false } = options;
  const { context } = x;
  const { total: N, count, starts } = structure;
  const { sizes, grids, up, left, down, right } = structure.diagonals;
  const H = weight.shape[0] / 5;
  checkShapes('mdlstmSweep', {
    weight: [weight, [5 * Math.floor(H), 2 * H]],
    ...inputShapesOf(options, N, 5 * H),
  });
  const inputs = { x, inputWeight, inputBias, weight };
  const recorded = isRecorded(context, inputs);
  const y = context.empty([N, H]);
  const c = context.empty([N, H]);
  const extent = { total: N, longest: sizes.length };
  const sums = sweepSums(extent, options, {
    parts: 5,
    others: weight.size,
    whole: false,
    recorded,
  });
  const gates = recorded ? (sums.gates ?? context.empty([N, 5 * H])) : undefined;
  const recurrentInput = recorded && weight.tracked ? context.empty([N, 2 * H]) : undefined;
  const on = (array: Int32Array): number => structure.on(context, array).offset;
  const shared = () => ({
    diagonalSizes: on(sizes),
    grids: on(grids),
    starts: on(starts),
    up: on(up),
    left: on(left),
    rows: N,
    diagonals: sizes.length,
    count,
    hidden: H,
    stable: Number(stable),
    weight: weight.offset,
    gates: offsetOf(gates),
    c: c.offset,
  });
  context.run(mdlstmForward, {
    ...shared(),
    ...packedFor(weight, recorded, extent, { parts: 5 }),
    ...sums.args(),
    y: y.offset,
    recurrentInput: offsetOf(recurrentInput),
  });

  recordSweep('mdlstmSweep', inputs, [y], ([dy]) => {
    const dx = context.empty([N, 5 * H]);
    context.run(mdlstmBackward, {
      ...shared(),
      down: on(down),
      right: on(right),
      dy: offsetOf(dy),
      dx: dx.offset,
      dc: context.empty([N, H]).offset,
      drecurrent: context.empty([N, 2 * H]).offset,
    });
    const input = weightSide(inputWeight, x);
    const recurrent = weightSide(weight, recurrentInput);
    const bias = inputBias?.tracked ? gradientRoom(inputBias) : undefined;
    weightGradients(dx, { x: input, h: recurrent, bias });
    return {
      x: inputGradient(options, dx),
      inputWeight: input?.room,
      inputBias: bias,
      weight: recurrent?.room,
    };
  });
  return y;
}
