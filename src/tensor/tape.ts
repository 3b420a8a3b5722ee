import { fail } from '../support/errors.ts';
import { accumulate } from './accumulate.ts';
import type { Context } from './context.ts';
import { formatShape, type Tensor } from './tensor.ts';

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
  if (!inputs[0].context.recording || !inputs.some((input) => input.tracked)) return;
  const node = { number: numbers++, inputs, outputs, backward };
  for (const output of outputs) output.node = node;
}

/** `recordAll` for an operation with one output, which it returns. */
export function record(
  output: Tensor,
  inputs: readonly Tensor[],
  backward: (gradient: Tensor) => readonly (Tensor | undefined)[],
): Tensor {
  recordAll(inputs, [output], ([gradient]) => (gradient ? backward(gradient) : []));
  return output;
}

/** Runs `body` without recording: nothing in it can be differentiated. */
export function noGradient<R>(context: Context, body: () => R): R {
  const before = context.recording;
  context.recording = false;
  try {
    return body();
  } finally {
    context.recording = before;
  }
}

/** All nodes that `tensors` depend on, latest first. */
function reach(tensors: readonly Tensor[]): TapeNode[] {
  const found = new Set<TapeNode>();
  const open = tensors.flatMap((tensor) => tensor.node ?? []);
  while (open.length > 0) {
    const node = open.pop();
    if (node === undefined || found.has(node)) continue;
    found.add(node);
    for (const input of node.inputs) if (input.node && !found.has(input.node)) open.push(input.node);
  }
  return [...found].sort((a, b) => b.number - a.number);
}

/**
 * The gradients of sum over k of <outputs[k], seeds[k]> with respect to `inputs` (undefined where there is no path).
 * The seed of an output of one element is 1 unless given. With `retain` the backward sweep is recorded itself, for
 * second derivatives.
 */
export function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  options: { seeds?: readonly (Tensor | undefined)[]; retain?: boolean } = {},
): (Tensor | undefined)[] {
  const { context } = outputs[0];
  const sums = new Map<Tensor, { value: Tensor; owned: boolean }>();
  const add = (tensor: Tensor, gradient: Tensor): void => {
    if (gradient.size !== tensor.size) {
      fail('internal', 'backward', `a gradient of shape ${formatShape(gradient.shape)} for a tensor of shape ${formatShape(tensor.shape)}`, 'Please report this');
    }
    sums.set(tensor, accumulate(sums.get(tensor), gradient, options.retain ?? false));
  };
  const sweep = (): void => {
    outputs.forEach((output, k) => {
      const seed = options.seeds?.[k];
      if (!seed && output.size !== 1) {
        fail('shape-mismatch', 'gradients', `the output has shape ${formatShape(output.shape)}, and no gradient of it is given`, 'Reduce it to one number, or pass seeds');
      }
      if (output.tracked) add(output, seed ?? context.full(output.shape, 1));
    });
    for (const node of reach(outputs)) {
      const arrived = node.outputs.map((output) => sums.get(output)?.value);
      if (arrived.every((gradient) => gradient === undefined)) continue;
      const given = node.backward(arrived);
      node.inputs.forEach((input, k) => {
        const gradient = given[k];
        if (gradient && input.tracked) add(input, gradient);
      });
    }
  };
  if (options.retain) sweep();
  else noGradient(context, sweep);
  return inputs.map((input) => sums.get(input)?.value);
}

/** All trainable tensors that `tensors` depend on. */
function leaves(tensors: readonly Tensor[]): Tensor[] {
  const found = new Set<Tensor>(tensors.filter((tensor) => tensor.trainable));
  for (const node of reach(tensors)) for (const input of node.inputs) if (input.trainable) found.add(input);
  return [...found];
}

/** Adds the gradient of `loss` (one element) to the `gradient` of every trainable tensor that it depends on. */
export function backward(loss: Tensor): void {
  const parameters = leaves([loss]);
  const found = gradients([loss], parameters);
  parameters.forEach((parameter, k) => {
    const gradient = found[k];
    if (gradient === undefined) return;
    parameter.gradient ??= parameter.context.outside(() => parameter.context.zeros(parameter.shape));
    accumulate({ value: parameter.gradient, owned: true }, gradient, false);
  });
}
