import { type Stream, substream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { uniformValues } from '../initialise/uniform.ts';

/** A parameter of an attention, uniform in +-1/sqrt(fan in), the last size; `place` numbers those of one attention. */
export function attentionWeight(
  context: Context,
  shape: readonly number[],
  place: number,
  stream: Stream,
): Tensor {
  const fanIn = shape[shape.length - 1];
  const size = shape.reduce((a, b) => a * b);
  return context.parameter(uniformValues(size, 1 / Math.sqrt(fanIn), substream(stream, place)), shape);
}
