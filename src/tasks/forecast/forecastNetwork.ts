import { passDropout } from '../../nn/layers/passDropout.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import type { CellChoice } from '../../nn/stack/cellChoice.ts';
import { type RecurrentStack, recurrentStack, type StackState } from '../../nn/stack/recurrentStack.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { add } from '../../tensor/operations/add.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { linear } from '../../tensor/operations/linear.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import type { RowKeys } from '../../tensor/operations/randomMask.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import { sum } from '../../tensor/operations/sum.ts';
import { fromTyped } from '../../tensor/ragged/fromTyped.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { aheadLayer } from './aheadLayer.ts';
import { anchorTerms } from './anchors.ts';
import type { ForecastArchitecture } from './architecture.ts';
import { categoryVectors, countValues } from './categoryVectors.ts';
import type { ForecastBatch } from './forecastBatch.ts';
import { inputNames } from './inputs.ts';
import { outputs } from './outputs/outputs.ts';
import { reachOf } from './reachOf.ts';

export interface ForecastNetwork {
  readonly parameters: Parameters;
  readonly stack: RecurrentStack;
  /** Of the weights; it keys the paths that are sampled too. */
  readonly seed: number;
  run(batch: ForecastBatch, options?: { readonly pass?: Pass; readonly initial?: StackState }): NetworkResult;
}

export interface NetworkResult {
  /** The P parameters of the Q predicted distributions, each [Q, 1], from the last value in units of the spread. */
  readonly parameters: readonly Tensor[];
  /** After the last step of each stretch. */
  readonly final: StackState;
}

/** Where this network's own random masks are keyed; the stack uses the places from STACK on. */
const STATES = 0;
/** What keys the weights that are drawn here. */
const AHEAD = 1;
const CATEGORIES = 2;
const STACK = 16;

/**
 * Direct forecasts of all K steps from every step (Wen et al., "A multi-horizon quantile recurrent forecaster",
 * 2017): a recurrent stack reads the series, and a linear layer on its state corrects an anchor,
 *
 *     location(h) = sum over j of weight(h, j) term(h, j) + correction(h, state)
 *
 * and gives the other parameters of the distribution. The correction starts at 0. With L lags a sum of
 * lags.weight(h, l) (y(t - l) - y(t)) is added, the autoregressive part of LSTNet (Lai et al., 2018). Where sampled values
 * are fed back (Salinas et al., "DeepAR", 2017), K is 1. M targets, K steps, P parameters: `output.weight` [M*K*P, H],
 * `anchor.weight` [M*K, J], `lags.weight` [M*K, L].
 * What is known ahead is added (`aheadLayer`); what a series is stands beside every input (`categoryVectors`).
 */
export function forecastNetwork(
  context: Context,
  architecture: ForecastArchitecture,
  options: { seed: number; anchors?: ArrayLike<number>; lags?: ArrayLike<number> },
): ForecastNetwork {
  const { hidden, layers, dropout: rate, cell, targets, period, known, categories, lags } = architecture;
  const { size, start } = outputs[architecture.output];
  const reach = reachOf(architecture);
  const slots = targets.length * reach;
  const terms = anchorTerms(period, known.length).names.length;
  const vectors =
    countValues(categories) > 0
      ? categoryVectors(context, categories, stream(options.seed, CATEGORIES))
      : undefined;
  const inputSize = inputNames(architecture).length;
  const stack = recurrentStack(context, {
    inputSize: inputSize + (vectors?.size ?? 0),
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
  const ahead =
    known.length > 0
      ? aheadLayer(context, {
          width,
          known: known.length,
          slots,
          size,
          stream: stream(options.seed, AHEAD),
        })
      : undefined;
  const linearPart =
    lags > 0 ? context.parameter(options.lags ?? new Float32Array(slots * lags), [slots, lags]) : undefined;
  /** Forecasts of the linear part, [R*M*K, 1]. */
  const byLags = (past: Float32Array, own: Tensor): Tensor => {
    const read = context.tensor(past, [past.length / (targets.length * lags), targets.length * lags]);
    const parts = targets.map((_, m) =>
      linear(slice(read, 1, m * lags, (m + 1) * lags), slice(own, 0, m * reach, (m + 1) * reach)),
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
      ...(ahead && { ahead }),
      ...(vectors && { categories: vectors }),
    }),
    stack,
    seed: options.seed,
    run(batch, { pass = inference, initial } = {}) {
      const x = toPacked(readInputs(batch));
      const { output, final } = stack.run(x, { pass, ...(initial && { initial }) });
      const { structure, data } = output;
      const keys = (): RowKeys => structure.rowKeysOn(context);
      const states = passDropout(data, { rate, pass, place: STATES, keys });
      const packedRow = structure.source('sequence');
      const read = gatherRows(states, index(batch.rows.map((row) => packedRow[row])));
      const raw = reshape(linear(read, weight, bias), [-1, size]);
      const own = gatherRows(raw, index(batch.pairs));
      const slotsOf = index(batch.slots);
      const all = ahead
        ? add(
            own,
            ahead.run({
              states: read,
              rows: index(batch.pairs.map((pair) => Math.floor(pair / slots))),
              slots: slotsOf,
              known: context.tensor(batch.ahead, [batch.slots.length, known.length]),
            }),
          )
        : own;
      const [centre, ...others] = split(all, new Array<number>(size).fill(1), 1);
      const anchors = multiply(
        gatherRows(anchor, slotsOf),
        context.tensor(batch.terms, [batch.slots.length, terms]),
      );
      const location = add(centre, sum(anchors, 1, true));
      const moved = linearPart
        ? add(location, gatherRows(byLags(batch.lags, linearPart), index(batch.pairs)))
        : location;
      return { parameters: [moved, ...others], final };
    },
  };

  /** The steps as the stack reads them: [N, I], and what a series is beside each of its steps. */
  function readInputs({ inputs, lengths, ids, firstTimes, membership }: ForecastBatch): Ragged {
    const steps = fromTyped(context, inputs, lengths, [inputSize], { ids, firstTimes });
    if (!vectors) return steps;
    const sequence = Array.from(lengths).flatMap((length, k) => new Array<number>(length).fill(k));
    const beside = gatherRows(vectors.run(membership), index(Int32Array.from(sequence)));
    return { ...steps, data: concatenate([steps.data, beside], 1) };
  }
}

function choiceOf(cell: CellChoice['cell'], hidden: number): CellChoice {
  if (cell === 'jordan') return { cell, outputSize: hidden };
  return cell === 'lru' ? { cell, glu: true } : { cell };
}
