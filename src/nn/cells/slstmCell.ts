import { fail } from '../../support/errors.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { binary } from '../../tensor/operations/binary.ts';
import { clamp } from '../../tensor/operations/clamp.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { divide } from '../../tensor/operations/divide.ts';
import { exp } from '../../tensor/operations/exp.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { negate } from '../../tensor/operations/negate.ts';
import { relu } from '../../tensor/operations/relu.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { softplus } from '../../tensor/operations/softplus.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { slstmSweep } from '../sweeps/slstmSweep.ts';
import type { Cell } from './cell.ts';
import { type CellOptions, gatedWeights } from './gatedWeights.ts';
import { projectInput } from './projectInput.ts';
import { recurrentProduct } from './recurrentProduct.ts';
import { sweptInput } from './sweptInput.ts';

export interface SlstmOptions extends Omit<CellOptions, 'norm' | 'zoneout'> {
  /** Groups of units that see only each other through the recurrent weights. Default 1; H is a multiple of it. */
  readonly heads?: number;
  /** Added to the forget gate's bias, so that a fresh network remembers. Default 0. */
  readonly forgetBias?: number;
}

/**
 * sLSTM (Beck et al., "xLSTM: extended long short-term memory", 2024): an LSTM whose input gate is an exponential, so that
 * what comes can outweigh all that was, and whose cell is a weighted mean.
 *
 *     i = exp(a_i)                       input gate;  a = W x + U h + b of each gate
 *     f = sigmoid(a_f)                   forget gate
 *     z = tanh(a_z)                      candidate
 *     o = sigmoid(a_o)                   output gate
 *     m' = max(log f + m, log i)         stabiliser
 *     c' = f exp(m - m') c + i exp(-m') z
 *     n' = f exp(m - m') n + i exp(-m')  normaliser
 *     h' = o c' / n'
 *
 * x [b, I]; states h, c, n, m [b, H], zeros at the start: where n is 0 there is no past, and m' = log i. Gate order in the
 * weights: i, f, z, o. Parameters: `weight_ih` [4H, I], `weight_hh` [4H, H / heads], `bias_ih`, `bias_hh` [4H]. Of a gate's
 * block in `weight_hh`, the rows of a head's units multiply that head's part of h. A trace has i and f as they are used,
 * divided by exp(m'). Heads save weights, not time: the sweep multiplies by the whole matrix with zeros outside of them.
 * Throws `bad-argument`.
 */
export function slstmCell(context: Context, options: SlstmOptions): Cell {
  const { inputSize, hiddenSize, heads = 1, forgetBias = 0 } = options;
  checkHeads(hiddenSize, heads);
  const parameters = gatedWeights(context, 4, hiddenSize / heads, options);
  const { weight_hh, bias_ih, bias_hh } = parameters;
  if (forgetBias !== 0) {
    if (!bias_ih)
      fail('bad-argument', 'slstmCell', 'forgetBias without biases', 'Leave out bias: false, or forgetBias');
    bias_ih.set(
      bias_ih.toArray().map((value, k) => (Math.floor(k / hiddenSize) === 1 ? value + forgetBias : value)),
    );
  }
  const inputBias = (): Tensor | undefined => bias_ih && add(bias_ih, bias_hh);
  /** U, [4H, H]: the blocks of the heads, zeros outside of them. */
  const recurrentWeight = (): Tensor =>
    heads === 1
      ? weight_hh
      : multiply(
          concatenate(
            Array.from({ length: heads }, () => weight_hh),
            1,
          ),
          blocks(context, hiddenSize, heads),
        );

  return {
    kind: 'slstm',
    inputSize,
    stateSizes: { h: hiddenSize, c: hiddenSize, n: hiddenSize, m: hiddenSize },
    parameters,
    noise: { recurrentDropout: options.recurrentDropout ?? 0, zoneout: {} },
    project: (x) => projectInput(x, parameters, hiddenSize, inputBias()),
    step(projected, { h, c, n, m }, masks) {
      const product = recurrentProduct(h, recurrentWeight(), { mask: masks.recurrent, hiddenSize });
      const H = hiddenSize;
      const [input, forget, candidate, output] = split(add(projected, product), [H, H, H, H], 1);
      // 1 where n > 0, else 0. In this form neither exponential can overflow, whatever the sums.
      const past = clamp(binary('compare', n, context.zeros(n.shape)), 0.5, 1);
      const isPast = multiply(subtract(past, 0.5), 2);
      const d = subtract(subtract(m, softplus(negate(forget))), input);
      const above = relu(d);
      const up = multiply(isPast, above);
      const i = exp(negate(up));
      const f = multiply(isPast, exp(subtract(d, above)));
      const z = tanh(candidate);
      const o = sigmoid(output);
      const cell = add(multiply(f, c), multiply(i, z));
      const normaliser = add(multiply(f, n), i);
      return {
        state: { h: multiply(o, divide(cell, normaliser)), c: cell, n: normaliser, m: add(input, up) },
        gates: { i, f, z, o },
      };
    },
    sweep({ structure, x, initial, reverse, masks, trace, watch }) {
      const { h, c, n, m } = initial;
      const swept = slstmSweep(structure, {
        ...sweptInput(x, parameters, hiddenSize, inputBias()),
        weight: recurrentWeight(),
        initial: { h, c, n, m },
        reverse,
        recurrentMask: masks.recurrent,
        trace,
        watch,
      });
      return { output: swept.y, final: swept.final, trace: swept.trace };
    },
  };
}

function checkHeads(hiddenSize: number, heads: number): void {
  checkNumber('slstmCell', 'heads', heads, { least: 1, whole: true });
  if (hiddenSize % heads === 0) return;
  fail(
    'bad-argument',
    'slstmCell',
    `hiddenSize is ${hiddenSize}, heads are ${heads}`,
    'Give a hiddenSize that the heads divide evenly',
  );
}

/** [4H, H]: 1 where the unit of the row and that of the column are of one head. */
function blocks(context: Context, hiddenSize: number, heads: number): Tensor {
  const size = hiddenSize / heads;
  const values = Float32Array.from({ length: 4 * hiddenSize * hiddenSize }, (_, k) => {
    const [row, column] = [Math.floor(k / hiddenSize), k % hiddenSize];
    return Number(Math.floor((row % hiddenSize) / size) === Math.floor(column / size));
  });
  return context.tensor(values, [4 * hiddenSize, hiddenSize]);
}
