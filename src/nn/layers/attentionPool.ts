import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { multiply } from '../../tensor/operations/multiply.ts';
import { poolRows } from '../../tensor/operations/poolRows.ts';
import { segmentSoftmax } from '../../tensor/operations/segmentSoftmax.ts';
import { tanh } from '../../tensor/operations/tanh.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { joinParameters, type Parameters } from '../parameters.ts';
import { linearLayer } from './linearLayer.ts';

export interface AttentionPool {
  readonly parameters: Parameters;
  /** [N, H] to [B, H], in the caller's order; 0 for an empty sequence. */
  run(states: Ragged): Tensor;
  /** The weight of every step, [N, 1]: those of a sequence add up to 1. */
  weights(states: Ragged): Tensor;
}

/**
 * The mean of a sequence's states by learned weights (Yang et al., 2016): a(t) = softmax over t of v tanh(W h(t) + b),
 * W [size, H], v [1, size].
 */
export function attentionPool(
  context: Context,
  { inputSize, size = inputSize, stream }: { inputSize: number; size?: number; stream: Stream },
): AttentionPool {
  const projection = linearLayer(context, { inputSize, outputSize: size, stream: substream(stream, 0) });
  const score = linearLayer(context, {
    inputSize: size,
    outputSize: 1,
    bias: false,
    stream: substream(stream, 1),
  });
  const ownersOf = ({ structure, layout }: Ragged): Tensor => structure.on(context, structure.owners(layout));
  const weights = (states: Ragged): Tensor =>
    segmentSoftmax(score.run(tanh(projection.run(states.data))), ownersOf(states), states.structure.count);
  return {
    parameters: joinParameters({ projection, score }),
    weights,
    run: (states) =>
      poolRows(multiply(states.data, weights(states)), ownersOf(states), states.structure.count, 'sum'),
  };
}
