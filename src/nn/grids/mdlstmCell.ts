import { checkNumber } from '../../support/checkNumber.ts';
import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import { uniform } from '../initialise/uniform.ts';
import type { GridCell } from './gridCell.ts';
import { mdlstmSweep } from './mdlstmSweep.ts';

export interface MdlstmOptions {
  /** I, features of a cell of the grid. */
  readonly inputSize: number;
  /** H, hidden units. */
  readonly hiddenSize: number;
  /** One forget gate and a mixture of the two memories, which cannot grow (Leifert et al., 2016). */
  readonly stable?: boolean;
  /** What the bias of the forget gates starts with; default 1. */
  readonly forgetBias?: number;
  /** Random numbers for the initial weights. */
  readonly stream: Stream;
}

/**
 * Long short-term memory in two dimensions (Graves, Fernández & Schmidhuber, "Multi-dimensional recurrent neural
 * networks", 2007), without peepholes. With a = [h_up; h_left], the outputs above and to the left of a cell:
 *
 *     i = sigmoid(W_i x + U_i a + b_i)       input gate
 *     f = sigmoid(W_f x + U_f a + b_f)       forget gate of the memory above
 *     e = sigmoid(W_e x + U_e a + b_e)       forget gate of the memory to the left
 *     g = tanh(W_g x + U_g a + b_g)          candidate
 *     o = sigmoid(W_o x + U_o a + b_o)       output gate
 *     c = f c_up + e c_left + i g            cell
 *     h = o tanh(c)                          output
 *
 * Two open forget gates double the memory at every step, so it may grow with the number of paths through the grid. With
 * `stable` the second is a mixing gate, and the memory is at most what the larger neighbour had and what is written
 * (Leifert et al., "Cells in multidimensional recurrent neural networks", 2016):
 *
 *     c = f (e c_up + (1 - e) c_left) + i g
 *
 * x [n, I], h and c [n, H]. Gate order in the weights: i, f, e, g, o. State: h, c. `weight_ih` [5H, I], `weight_hh`
 * [5H, 2H], `bias` [5H]; uniform in +-1/sqrt(H). Throws `bad-argument`.
 */
export function mdlstmCell(context: Context, options: MdlstmOptions): GridCell {
  const { inputSize, hiddenSize: size, stable = false, forgetBias = 1, stream } = options;
  checkNumber('mdlstmCell', 'inputSize', inputSize, { least: 1, whole: true });
  checkNumber('mdlstmCell', 'hiddenSize', size, { least: 1, whole: true });
  const draw = uniform(1 / Math.sqrt(size));
  const rows = 5 * size;
  const forgetGates = stable ? 1 : 2;
  const initialBias = new Float32Array(rows).fill(forgetBias, size, (1 + forgetGates) * size);
  const weight_ih = context.parameter(draw(rows, inputSize, substream(stream, 0)), [rows, inputSize]);
  const weight_hh = context.parameter(draw(rows, 2 * size, substream(stream, 1)), [rows, 2 * size]);
  const bias = context.parameter(initialBias, [rows]);
  return {
    kind: 'mdlstm',
    inputSize,
    hiddenSize: size,
    parameters: { weight_ih, weight_hh, bias },
    project: (x) => linear(x, weight_ih, bias),
    step(projected, up, left) {
      const sums = add(projected, linear(concatenate([up.h, left.h], 1), weight_hh));
      const [si, sf, se, sg, so] = split(sums, new Array<number>(5).fill(size), 1);
      const [f, e] = [sigmoid(sf), sigmoid(se)];
      const kept = stable
        ? multiply(f, add(left.c, multiply(e, subtract(up.c, left.c))))
        : add(multiply(f, up.c), multiply(e, left.c));
      const c = add(kept, multiply(sigmoid(si), tanh(sg)));
      return { h: multiply(sigmoid(so), tanh(c)), c };
    },
    sweep: (structure, x) =>
      mdlstmSweep(structure, { x, inputWeight: weight_ih, inputBias: bias, weight: weight_hh, stable }),
  };
}
