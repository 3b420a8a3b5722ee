import { substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { relu } from '../../tensor/operations/relu.ts';
import { sigmoid } from '../../tensor/operations/sigmoid.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { uniformValues } from '../initialise/uniform.ts';
import type { Parameters } from '../parameters.ts';
import { rnnSweep } from '../sweeps/rnnSweep.ts';
import type { Cell } from './cell.ts';
import { gatedWeights } from './gatedWeights.ts';
import { projectInput } from './projectInput.ts';
import { recurrentProduct } from './recurrentProduct.ts';
import { sweptInput } from './sweptInput.ts';
import type { RnnOptions } from './rnnCell.ts';
import { zoneout } from './zoneout.ts';

export interface JordanOptions extends RnnOptions {
  /** R, units of the output that is fed back. */
  readonly outputSize: number;
  readonly outputActivation?: 'identity' | 'tanh' | 'sigmoid';
}

const outputActivations = { identity: (x: Tensor): Tensor => x, tanh, sigmoid };

/**
 * Output-recurrent network (Jordan, 1986): the output, not the hidden layer, is fed back.
 *
 *     h' = act(W x + U y + b)
 *     y' = outputActivation(V h' + b_y)
 *
 * x [b, I], h [b, H], y [b, R]. State: y. Parameters: `weight_ih` [H, I], `weight_hh` = U [H, R], `bias_ih`, `bias_hh`
 * [H], `weight_ho` = V [R, H], `bias_ho` [R]; with `norm` also `gain_ih`, `gain_hh` [H].
 */
export function jordanCell(context: Context, options: JordanOptions): Cell {
  const { inputSize, hiddenSize, outputSize, activation = 'tanh', outputActivation = 'identity' } = options;
  const bound = 1 / Math.sqrt(hiddenSize);
  const parameters: Parameters = {
    ...gatedWeights(context, 1, outputSize, options),
    weight_ho: context.parameter(
      uniformValues(outputSize * hiddenSize, bound, substream(options.stream, 4)),
      [outputSize, hiddenSize],
    ),
    bias_ho: context.parameter(uniformValues(outputSize, bound, substream(options.stream, 5)), [outputSize]),
  };
  const { weight_hh, bias_ih, bias_hh, gain_hh, weight_ho, bias_ho } = parameters;
  const rate = options.zoneout ?? 0;
  const act = activation === 'tanh' ? tanh : relu;
  const inputBias = (): Tensor | undefined => bias_ih && add(bias_ih, bias_hh);

  return {
    kind: 'jordan',
    inputSize,
    stateSizes: { y: outputSize },
    parameters,
    noise: { recurrentDropout: options.recurrentDropout ?? 0, zoneout: rate > 0 ? { y: rate } : {} },
    project: (x) => projectInput(x, parameters, hiddenSize, inputBias()),
    step(projected, { y }, masks) {
      const product = recurrentProduct(y, weight_hh, { mask: masks.recurrent, gain: gain_hh, hiddenSize });
      const h = act(add(projected, product));
      const next = outputActivations[outputActivation](linear(h, weight_ho, bias_ho));
      return { state: { y: zoneout(y, next, masks.zoneout?.y) }, gates: { a: h } };
    },
    sweep({ structure, x, initial, reverse, fresh, masks, trace, watch }) {
      const swept = rnnSweep(structure, {
        ...sweptInput(x, parameters, hiddenSize, inputBias()),
        weight: weight_hh,
        h0: initial.y,
        reverse,
        fresh,
        activation,
        outputWeight: weight_ho,
        outputBias: bias_ho,
        outputActivation,
        gain: gain_hh,
        recurrentMask: masks.recurrent,
        zoneoutH: masks.zoneout?.y,
        trace,
        watch: watch && ((y) => watch({ y })),
      });
      return { output: swept.y, final: { y: swept.hn }, trace: swept.trace };
    },
  };
}
