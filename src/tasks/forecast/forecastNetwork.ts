import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { type RecurrentStack, recurrentStack } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { dropout } from '../../tensor/operations/dropout.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { anchorTerms } from './anchors.ts';
import type { ForecastArchitecture } from './architecture.ts';
import type { ForecastBatch } from './forecastBatch.ts';
import { inputNames } from './inputs.ts';
import { outputs } from './outputs/outputs.ts';

export interface ForecastNetwork {
  readonly parameters: Parameters;
  readonly stack: RecurrentStack;
  /** The P parameters of the Q predicted distributions, each [Q, 1], from the last value in units of the spread. */
  run(batch: ForecastBatch, pass?: Pass): Tensor[];
}

/** Where this network's own random masks are keyed; the stack uses the places from STACK on. */
const STATES = 0;
const STACK = 16;

/**
 * Direct forecasts of all K steps from every step (Wen et al., "A multi-horizon quantile recurrent forecaster",
 * 2017): a recurrent stack reads the series, and a linear layer on its state corrects an anchor,
 *
 *     location(h) = sum over j of weight(h, j) term(h, j) + correction(h, state)
 *
 * and gives the other parameters of the distribution. The correction starts at 0. With L lags a sum of
 * lags.weight(h, l) (y(t - l) - y(t)) is added, the autoregressive part of LSTNet (Lai et al., 2018). M targets, K steps,
 * P parameters: `output.weight` [M*K*P, H], `anchor.weight` [M*K, J], `lags.weight` [M*K, L].
 */
export function forecastNetwork(
  context: Context,
  architecture: ForecastArchitecture,
  options: { seed: number; anchors?: ArrayLike<number>; lags?: ArrayLike<number> },
): ForecastNetwork {
  const { hidden, layers, dropout: rate, cell, horizon, targets, period, lags = 0 } = architecture;
  const { size, start } = outputs[architecture.output];
  const slots = targets.length * horizon;
  const terms = anchorTerms(period).names.length;
  const stack = recurrentStack(context, {
    inputSize: inputNames(architecture).length,
    hiddenSize: hidden,
    layers,
    cell: choiceOf(cell, hidden),
    dropout: rate,
    seed: options.seed,
    place: STACK,
  });
  const width = stack.outputSize;
  const weight = context.parameter(new Float32Array(slots * size * width), [slots * size, width]);
  const bias = context.parameter(
    Float32Array.from({ length: slots * size }, (_, k) => start[k % size]),
    [slots * size],
  );
  const anchor = context.parameter(options.anchors ?? new Float32Array(slots * terms), [slots, terms]);
  const linearPart =
    lags > 0 ? context.parameter(options.lags ?? new Float32Array(slots * lags), [slots, lags]) : undefined;
  /** Forecasts of the linear part, [R*M*K, 1]. */
  const byLags = (past: Float32Array, own: Tensor): Tensor => {
    const read = context.tensor(past, [past.length / (targets.length * lags), targets.length * lags]);
    const parts = targets.map((_, m) =>
      linear(slice(read, 1, m * lags, (m + 1) * lags), slice(own, 0, m * horizon, (m + 1) * horizon)),
    );
    return reshape(concatenate(parts, 1), [-1, 1]);
  };
  const index = (values: Int32Array): Tensor => context.tensor(values, [values.length], 'int32');
  return {
    parameters: joinParameters({
      recurrent: stack,
      output: { parameters: { weight, bias } },
      anchor: { parameters: { weight: anchor } },
      ...(linearPart && { lags: { parameters: { weight: linearPart } } }),
    }),
    stack,
    run(batch, pass = inference) {
      const { lengths, ids, firstTimes } = batch;
      const x = toPacked(fromTyped(context, batch.inputs, lengths, [stack.inputSize], { ids, firstTimes }));
      const { structure, data } = stack.run(x, { pass }).output;
      const states =
        rate > 0 && pass.training
          ? dropout(data, rate, stream(pass.seed, pass.step, STATES), structure.rowKeysOn(context))
          : data;
      const packedRow = structure.source('sequence');
      const read = gatherRows(states, index(batch.rows.map((row) => packedRow[row])));
      const raw = reshape(linear(read, weight, bias), [-1, size]);
      const [centre, ...others] = split(
        gatherRows(raw, index(batch.pairs)),
        new Array<number>(size).fill(1),
        1,
      );
      const anchors = multiply(
        gatherRows(anchor, index(batch.slots)),
        context.tensor(batch.terms, [batch.slots.length, terms]),
      );
      const location = add(centre, sum(anchors, 1, true));
      return [
        linearPart ? add(location, gatherRows(byLags(batch.lags, linearPart), index(batch.pairs))) : location,
        ...others,
      ];
    },
  };
}

function choiceOf(cell: CellChoice['cell'], hidden: number): CellChoice {
  if (cell === 'jordan') return { cell, outputSize: hidden };
  return cell === 'lru' ? { cell, glu: true } : { cell };
}
