import type { Stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { reshape } from '../../tensor/operations/reshape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { QueryRows } from '../attention/queryRows.ts';
import { linearLayer } from '../layers/linearLayer.ts';
import type { Parameters } from '../parameters.ts';

/** What Q steps of a decoder that attends have to copy from, and by. */
export interface CopyingSteps {
  /** [W]: the weights of each step over its source, as `rows` lays them out. */
  readonly weights: Tensor;
  /** c(t), [Q, C]: what was attended to. */
  readonly context: Tensor;
  /** s(t), [Q, H]. */
  readonly hidden: Tensor;
  /** x(t), [Q, I]: what was read. */
  readonly x: Tensor;
  readonly rows: QueryRows;
}

export interface PointerGenerator {
  readonly parameters: Parameters;
  /** [Q]: g(t), of which p(t) = sigmoid(g(t)) is the probability that a step writes a symbol of the vocabulary. */
  gate(steps: CopyingSteps): Tensor;
}

/**
 * The switch between writing and copying (See, Liu and Manning, "Get to the point", 2017):
 *
 *     g(t) = w · [c(t), s(t), x(t)] + b
 *     P(y) = p(t) P_vocabulary(y) + (1 - p(t)) sum of a(t, k) over the positions k where the source has y
 *
 * Parameters: `weight` [1, C + H + I], `bias` [1].
 */
export function pointerGenerator(
  context: Context,
  { inputSize, stream }: { readonly inputSize: number; readonly stream: Stream },
): PointerGenerator {
  const { parameters, run } = linearLayer(context, { inputSize, outputSize: 1, stream });
  return {
    parameters,
    gate: ({ context: c, hidden, x, rows }) => reshape(run(concatenate([c, hidden, x], 1)), [rows.count]),
  };
}
