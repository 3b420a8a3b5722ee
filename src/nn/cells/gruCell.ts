import { fail } from '../../support/errors.ts';
import { substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import { subtract } from '../../tensor/operations/subtract.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { chronoBiases } from '../initialise/chrono.ts';
import type { Parameters } from '../parameters.ts';
import { gruSweep } from '../sweeps/gruSweep.ts';
import type { Cell } from './cell.ts';
import { type CellOptions, gatedWeights } from './gatedWeights.ts';
import { projectInput } from './projectInput.ts';
import { recurrentProduct } from './recurrentProduct.ts';
import { sweptInput } from './sweptInput.ts';
import { zoneout } from './zoneout.ts';

export interface GruOptions extends CellOptions {
  /** Where the reset gate acts: on the recurrent product (PyTorch, cuDNN), or on the state before it (Cho et al.). */
  readonly reset?: 'after' | 'before';
  /** Update biases for memories of up to this many steps (Tallec & Ollivier, 2018). */
  readonly chrono?: number;
}

/**
 * Gated recurrent unit (Cho et al., 2014).
 *
 *     r = sigmoid(W_r x + U_r h + b_r)                     reset gate
 *     z = sigmoid(W_z x + U_z h + b_z)                     update gate
 *     n = tanh(W_n x + b_in + r (U_n h + b_hn))            candidate, reset after the product
 *     n = tanh(W_n x + b_in + b_hn + U_n (r h))            candidate, reset before it
 *     h' = (1 - z) n + z h
 *
 * x [b, I], h [b, H]. Gate order in the weights: r, z, n. State: h. Parameters: those of PyTorch; with `norm` also
 * `gain_ih`, `gain_hh` [3H].
 */
export function gruCell(context: Context, options: GruOptions): Cell {
  const { inputSize, hiddenSize, reset = 'after' } = options;
  const parameters = gatedWeights(context, 3, hiddenSize, options);
  initialiseKeeping(parameters, options);
  const { weight_hh, bias_ih, bias_hh, gain_hh } = parameters;
  const rate = options.zoneout ?? 0;
  const after = reset === 'after';
  const rows = (x: Tensor, from: number, to: number): Tensor =>
    slice(x, 0, from * hiddenSize, to * hiddenSize);
  const columns = (x: Tensor, from: number, to: number): Tensor =>
    slice(x, 1, from * hiddenSize, to * hiddenSize);
  /** b_hn, which the reset gate scales when it acts after the product. */
  const candidateBias = (): Tensor | undefined => (bias_hh && after ? rows(bias_hh, 2, 3) : undefined);
  const inputBias = (): Tensor | undefined => {
    if (!bias_ih) return undefined;
    return add(bias_ih, after ? concatenate([rows(bias_hh, 0, 2), context.zeros([hiddenSize])], 0) : bias_hh);
  };

  return {
    kind: 'gru',
    inputSize,
    stateSizes: { h: hiddenSize },
    parameters,
    noise: { recurrentDropout: options.recurrentDropout ?? 0, zoneout: rate > 0 ? { h: rate } : {} },
    project: (x) => projectInput(x, parameters, hiddenSize, inputBias()),
    step(projected, { h }, masks) {
      // Cut once, so that a step has one gradient of the weight.
      const [ofGates, ofCandidate] = split(weight_hh, [2 * hiddenSize, hiddenSize]);
      const product = (state: Tensor, weight: Tensor, from: number, to: number): Tensor =>
        recurrentProduct(state, weight, {
          mask: masks.recurrent,
          gain: gain_hh && rows(gain_hh, from, to),
          hiddenSize,
        });
      const gates = sigmoid(add(columns(projected, 0, 2), product(h, ofGates, 0, 2)));
      const r = columns(gates, 0, 1);
      const z = columns(gates, 1, 2);
      const bias = candidateBias();
      const recurrent = product(after ? h : multiply(r, h), ofCandidate, 2, 3);
      const reset = after ? multiply(r, bias ? add(recurrent, bias) : recurrent) : recurrent;
      const n = tanh(add(columns(projected, 2, 3), reset));
      const next = add(n, multiply(z, subtract(h, n)));
      return { state: { h: zoneout(h, next, masks.zoneout?.h) }, gates: { r, z, n } };
    },
    sweep({ structure, x, initial, reverse, fresh, masks, trace, watch }) {
      const swept = gruSweep(structure, {
        ...sweptInput(x, parameters, hiddenSize, inputBias()),
        weight: weight_hh,
        h0: initial.h,
        reverse,
        fresh,
        reset,
        candidateBias: candidateBias(),
        gain: gain_hh,
        recurrentMask: masks.recurrent,
        zoneoutH: masks.zoneout?.h,
        trace,
        watch: watch && ((h) => watch({ h })),
      });
      return { output: swept.y, final: { h: swept.hn }, trace: swept.trace };
    },
  };
}

/** The update gate's bias decides how long a fresh network keeps its state: z near 1 keeps it. */
function initialiseKeeping({ bias_ih, bias_hh }: Parameters, options: GruOptions): void {
  const { chrono, hiddenSize, stream } = options;
  if (chrono === undefined) return;
  if (!bias_ih) fail('bad-argument', 'gruCell', 'chrono without biases', 'Leave out bias: false, or chrono');
  const input = bias_ih.toArray();
  const recurrent = bias_hh.toArray();
  input.set(chronoBiases(hiddenSize, chrono, substream(stream, 6)), hiddenSize);
  recurrent.fill(0, hiddenSize, 2 * hiddenSize);
  bias_ih.set(input);
  bias_hh.set(recurrent);
}
