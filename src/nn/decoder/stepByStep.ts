import { concatenate } from '../../tensor/operations/concatenate.ts';
import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { DecoderRun, DecoderState, DecoderStep } from './decoder.ts';
import { mapState } from './mapState.ts';

/**
 * Whole targets one step after the other, packed: step t holds those that still run, longest first. `initial`: a row per
 * target, in the caller's order. Gives the outputs of all steps, [N, size]. There is at least one step.
 */
export function stepByStep(
  { data, structure }: Ragged,
  initial: DecoderState,
  replace: DecoderRun['replace'],
  step: (rows: Tensor, state: DecoderState, t: number) => DecoderStep,
): Tensor {
  const { context } = data;
  const { batchSizes, isSorted } = structure;
  const inputs = split(data, Array.from(batchSizes));
  const outputs: Tensor[] = [];
  const order = structure.sequencesOn(context);
  let state = isSorted ? initial : mapState(initial, (rows) => gatherRows(rows, order));
  inputs.forEach((rows, t) => {
    const running = batchSizes[t];
    const cut = (tensor: Tensor): Tensor =>
      tensor.shape[0] === running ? tensor : slice(tensor, 0, 0, running);
    const before = mapState(state, cut);
    const read = t > 0 && replace ? replace(t, rows, cut(outputs[t - 1])) : rows;
    const made = step(read, before, t);
    outputs.push(made.output);
    state = made.state;
  });
  return concatenate(outputs);
}
