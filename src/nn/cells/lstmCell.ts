import { fail } from '../../support/errors.ts';
import { substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { layerNorm } from '../../tensor/operations/layerNorm.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { chronoBiases } from '../initialise/chrono.ts';
import { uniformValues } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';
import { lstmSweep } from '../sweeps/lstmSweep.ts';
import type { Cell } from './cell.ts';
import { type CellOptions, gatedWeights } from './gatedWeights.ts';
import { projectInput } from './projectInput.ts';
import { recurrentProduct } from './recurrentProduct.ts';
import { sweptInput } from './sweptInput.ts';
import { zoneout } from './zoneout.ts';

export interface LstmOptions extends CellOptions {
  /** Added to the forget gate's bias, so that a fresh network remembers (Gers et al., 2000). Default 0, as PyTorch. */
  readonly forgetBias?: number;
  /** Forget biases for memories of up to this many steps (Tallec & Ollivier, 2018), instead of `forgetBias`. */
  readonly chrono?: number;
  /** The gates see the cell (Gers & Schmidhuber, 2000). */
  readonly peephole?: boolean;
  /** P: h is projected to this many units (Sak et al., 2014). */
  readonly projection?: number;
  /** i = 1 - f (Greff et al., 2017). */
  readonly coupled?: boolean;
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber, 1997; forget gate: Gers et al., 2000).
 *
 *     i = sigmoid(W_i x + U_i h + b_i [+ p_i c])      input gate
 *     f = sigmoid(W_f x + U_f h + b_f [+ p_f c])      forget gate
 *     g = tanh(W_g x + U_g h + b_g)                   candidate
 *     c' = f c + i g                                  cell
 *     o = sigmoid(W_o x + U_o h + b_o [+ p_o c'])     output gate
 *     h' = o tanh(c')  [times W_hr]                   output
 *
 * x [b, I], h [b, R], c [b, H]. Gate order in the weights: i, f, g, o (coupled: f, g, o). State: h, c. Parameters:
 * those of PyTorch; `peephole` [3, H] = p_i, p_f, p_o (coupled: p_f, p_o); `weight_hr` [P, H]; with `norm` also
 * `gain_ih`, `gain_hh`, and `gain_c`, `bias_c` [H] of the normalisation of c' inside its tanh. Throws `bad-argument`.
 */
export function lstmCell(context: Context, options: LstmOptions): Cell {
  const { inputSize, hiddenSize, projection, coupled = false, norm = false } = options;
  const outputSize = projection ?? hiddenSize;
  const gateNames = coupled ? ['f', 'g', 'o'] : ['i', 'f', 'g', 'o'];
  const parameters: Parameters = {
    ...gatedWeights(context, gateNames.length, outputSize, options),
    ...extraWeights(context, options, outputSize),
  };
  initialiseForgetting(parameters, options);
  const { weight_hh, bias_ih, bias_hh, peephole, weight_hr, gain_hh, gain_c, bias_c } = parameters;
  const rate = options.zoneout ?? 0;

  const peep = (index: number, c: Tensor, sum: Tensor): Tensor =>
    peephole ? add(sum, multiply(c, slice(peephole, 0, index, index + 1))) : sum;
  const inputBias = (): Tensor | undefined => bias_ih && add(bias_ih, bias_hh);

  return {
    kind: 'lstm',
    inputSize,
    stateSizes: { h: outputSize, c: hiddenSize },
    parameters,
    noise: {
      recurrentDropout: options.recurrentDropout ?? 0,
      zoneout: rate > 0 ? { h: rate, c: rate } : {},
    },
    project: (x) => projectInput(x, parameters, hiddenSize, inputBias()),
    step(projected, { h, c }, masks) {
      const sums = add(
        projected,
        recurrentProduct(h, weight_hh, { mask: masks.recurrent, gain: gain_hh, hiddenSize }),
      );
      const parts = split(
        sums,
        gateNames.map(() => hiddenSize),
        1,
      );
      const part = (name: string): Tensor => parts[gateNames.indexOf(name)];
      const one = context.full([1], 1);
      const f = sigmoid(peep(coupled ? 0 : 1, c, part('f')));
      const i = coupled ? subtract(one, f) : sigmoid(peep(0, c, part('i')));
      const g = tanh(part('g'));
      const cell = add(multiply(f, c), multiply(i, g));
      const o = sigmoid(peep(coupled ? 1 : 2, cell, part('o')));
      const hidden = multiply(o, tanh(norm ? layerNorm(cell, { gain: gain_c, bias: bias_c }) : cell));
      const output = weight_hr ? linear(hidden, weight_hr) : hidden;
      return {
        state: { h: zoneout(h, output, masks.zoneout?.h), c: zoneout(c, cell, masks.zoneout?.c) },
        gates: { i, f, g, o },
      };
    },
    sweep({ structure, x, initial, reverse, fresh, masks, trace, watch }) {
      const swept = lstmSweep(structure, {
        ...sweptInput(x, parameters, hiddenSize, inputBias()),
        weight: weight_hh,
        h0: initial.h,
        c0: initial.c,
        reverse,
        fresh,
        coupled,
        projection: weight_hr,
        peephole,
        gain: gain_hh,
        cellGain: gain_c,
        cellBias: bias_c,
        recurrentMask: masks.recurrent,
        zoneoutH: masks.zoneout?.h,
        zoneoutC: masks.zoneout?.c,
        trace,
        watch: watch && ((h, c) => watch({ h, c })),
      });
      return { output: swept.y, final: { h: swept.hn, c: swept.cn }, trace: swept.trace };
    },
  };
}

function extraWeights(context: Context, options: LstmOptions, outputSize: number): Parameters {
  const { hiddenSize, stream } = options;
  const bound = 1 / Math.sqrt(hiddenSize);
  const filled = (value: number): Tensor =>
    context.parameter(new Float32Array(hiddenSize).fill(value), [hiddenSize]);
  const peepholes = options.coupled ? 2 : 3;
  return {
    ...(options.projection !== undefined
      ? {
          weight_hr: context.parameter(uniformValues(outputSize * hiddenSize, bound, substream(stream, 4)), [
            outputSize,
            hiddenSize,
          ]),
        }
      : {}),
    ...(options.peephole
      ? {
          peephole: context.parameter(uniformValues(peepholes * hiddenSize, bound, substream(stream, 5)), [
            peepholes,
            hiddenSize,
          ]),
        }
      : {}),
    ...(options.norm ? { gain_c: filled(1), bias_c: filled(0) } : {}),
  };
}

/** Sets the biases that decide how long a fresh network remembers. */
function initialiseForgetting({ bias_ih, bias_hh }: Parameters, options: LstmOptions): void {
  const { forgetBias = 0, chrono, hiddenSize, coupled = false, stream } = options;
  if (chrono === undefined && forgetBias === 0) return;
  if (!bias_ih) {
    const name = chrono === undefined ? 'forgetBias' : 'chrono';
    fail('bad-argument', 'lstmCell', `${name} without biases`, `Leave out bias: false, or ${name}`);
  }
  const input = bias_ih.toArray();
  const recurrent = bias_hh.toArray();
  const forget = coupled ? 0 : hiddenSize;
  const memories = chrono === undefined ? undefined : chronoBiases(hiddenSize, chrono, substream(stream, 6));
  for (let unit = 0; unit < hiddenSize; unit++) {
    if (!memories) {
      input[forget + unit] += forgetBias;
      continue;
    }
    input[forget + unit] = memories[unit];
    recurrent[forget + unit] = 0;
    if (!coupled) {
      input[unit] = -memories[unit];
      recurrent[unit] = 0;
    }
  }
  bias_ih.set(input);
  bias_hh.set(recurrent);
}
