import { concatenate } from '../../tensor/operations/concatenate.ts';
import { slice } from '../../tensor/operations/slice.ts';
import { split } from '../../tensor/operations/split.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { QueryRows } from '../attention/queryRows.ts';
import type { Coverage, DecoderRun, DecoderState, DecoderStep } from './decoder.ts';
import { mapState } from './mapState.ts';
import { takeState } from './takeState.ts';

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
  const { batchSizes, isSorted, order } = structure;
  const inputs = split(data, Array.from(batchSizes));
  const outputs: Tensor[] = [];
  let state = isSorted ? initial : takeState(initial, order);
  inputs.forEach((rows, t) => {
    const running = batchSizes[t];
    const before = mapState(
      state,
      (tensor) => first(tensor, running),
      (coverage) => firstOf(coverage, running),
    );
    const read = t > 0 && replace ? replace(t, rows, first(outputs[t - 1], running)) : rows;
    const made = step(read, before, t);
    outputs.push(made.output);
    state = made.state;
  });
  return concatenate(outputs);
}

const first = (tensor: Tensor, rows: number): Tensor =>
  tensor.shape[0] === rows ? tensor : slice(tensor, 0, 0, rows);

function firstOf({ sums, rows }: Coverage, running: number): Coverage {
  if (rows.count === running) return { sums, rows };
  const left = new QueryRows(rows.source, rows.sources.subarray(0, running));
  return { sums: first(sums, left.total), rows: left };
}
