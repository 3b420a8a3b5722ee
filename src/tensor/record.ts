import { fail } from '../support/errors.ts';
import type { Context } from './context.ts';
import type { Tensor } from './tensor.ts';

/** Gradients of an operation's outputs (undefined where none arrived) to those of its inputs (undefined for none). */
export type Backward = (gradients: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];

/** One operation on the tape. The tape is the graph of nodes that a result reaches, in the order of their numbers. */
export interface TapeNode {
  readonly number: number;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly backward: Backward;
}

let numbers = 0;

/**
 * Notes that `outputs` were computed from `inputs`, if a gradient can be wanted. `backward` may be written with
 * operations, then second derivatives exist too; it may capture tensors, which live as long as the step.
 */
export function recordAll(inputs: readonly Tensor[], outputs: readonly Tensor[], backward: Backward): void {
  if (!isWanted(inputs)) return;
  const node = { number: numbers++, inputs, outputs, backward };
  for (let k = 0; k < outputs.length; k++) {
    outputs[k].node = node;
    outputs[k].output = k;
  }
}

/** Whether a gradient can be wanted of what is computed from `inputs`. */
function isWanted(inputs: readonly Tensor[]): boolean {
  if (!inputs[0]?.context.recording) return false;
  for (const input of inputs) if (input.tracked) return true;
  return false;
}

/** `recordAll` for an operation with one output, which it returns. */
export function record(
  output: Tensor,
  inputs: readonly Tensor[],
  backward: (gradient: Tensor) => readonly (Tensor | undefined)[],
): Tensor {
  if (isWanted(inputs)) recordAll(inputs, [output], ([gradient]) => (gradient ? backward(gradient) : []));
  return output;
}

/**
 * For what a fused backward kernel computes: where the sweep itself is recorded, a second derivative through it is
 * refused instead of being silently wrong.
 */
export function recordOnce(operation: string, output: Tensor, inputs: readonly Tensor[]): Tensor {
  return record(output, inputs, () =>
    fail(
      'bad-argument',
      operation,
      'its second derivative is not available',
      'Write it with operations that have one, or call gradients without retain',
    ),
  );
}

/** Runs `body` with recording on or off. */
export function withRecording<R>(context: Context, recording: boolean, body: () => R): R {
  const before = context.recording;
  context.recording = recording;
  try {
    return body();
  } finally {
    context.recording = before;
  }
}

/** Runs `body` without recording: nothing in it can be differentiated. */
export function noGradient<R>(context: Context, body: () => R): R {
  return withRecording(context, false, body);
}
