import { fail } from '../../support/errors.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Attended } from '../attention/attention.ts';
import type { QueryRows } from '../attention/queryRows.ts';
import type { DecoderStep, StepOrigin } from './decoder.ts';
import type { CopyingSteps } from './pointerGenerator.ts';

const attendedOf = ({ attended }: DecoderStep): Attended =>
  attended ??
  fail('bad-argument', 'pointer', 'a decoder that attends to nothing', 'Choose bahdanau or luong');

/** Steps of a decoder that attends, as one: `rows` are those of all of them, in their order. Throws `bad-argument`. */
export function copyingSteps(
  steps: readonly (readonly [made: DecoderStep, from: Pick<StepOrigin, 'x'>])[],
  rows: QueryRows,
): CopyingSteps {
  const joined = (part: (step: (typeof steps)[number]) => Tensor): Tensor =>
    steps.length === 1 ? part(steps[0]) : concatenate(steps.map(part));
  return {
    weights: joined(([made]) => attendedOf(made).weights),
    context: joined(([made]) => attendedOf(made).context),
    hidden: joined(([{ hidden }]) => hidden),
    x: joined(([, { x }]) => x),
    rows,
  };
}
