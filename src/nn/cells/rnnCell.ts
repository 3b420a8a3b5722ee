import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { relu } from '../../tensor/operations/relu.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { rnnSweep } from '../sweeps/rnnSweep.ts';
import type { Cell } from './cell.ts';
import { type CellOptions, gatedWeights } from './gatedWeights.ts';
import { projectInput } from './projectInput.ts';
import { recurrentProduct } from './recurrentProduct.ts';
import { sweptInput } from './sweptInput.ts';
import { zoneout } from './zoneout.ts';

export interface RnnOptions extends CellOptions {
  readonly activation?: 'tanh' | 'relu';
}

/**
 * Simple recurrent network (Elman, 1990): h' = act(W x + U h + b), act = tanh or ReLU.
 *
 * x [b, I], h [b, H]. State: h. Parameters: those of PyTorch; with `norm` also `gain_ih`, `gain_hh` [H].
 */
export function rnnCell(context: Context, options: RnnOptions): Cell {
  const { inputSize, hiddenSize, activation = 'tanh' } = options;
  const parameters = gatedWeights(context, 1, hiddenSize, options);
  const { weight_hh, bias_ih, bias_hh, gain_hh } = parameters;
  const rate = options.zoneout ?? 0;
  const act = activation === 'tanh' ? tanh : relu;
  const inputBias = (): Tensor | undefined => bias_ih && add(bias_ih, bias_hh);

  return {
    kind: 'rnn',
    inputSize,
    stateSizes: { h: hiddenSize },
    parameters,
    noise: { recurrentDropout: options.recurrentDropout ?? 0, zoneout: rate > 0 ? { h: rate } : {} },
    project: (x) => projectInput(x, parameters, hiddenSize, inputBias()),
    step(projected, { h }, masks) {
      const product = recurrentProduct(h, weight_hh, { mask: masks.recurrent, gain: gain_hh, hiddenSize });
      const next = act(add(projected, product));
      return { state: { h: zoneout(h, next, masks.zoneout?.h) }, gates: { a: next } };
    },
    sweep({ structure, x, initial, reverse, fresh, masks, trace, watch }) {
      const swept = rnnSweep(structure, {
        ...sweptInput(x, parameters, hiddenSize, inputBias()),
        weight: weight_hh,
        h0: initial.h,
        reverse,
        fresh,
        activation,
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
