import { fail } from '../support/errors.ts';
import type { Context } from './context.ts';
import { GradientSums } from './gradientSums.ts';
import { StepGradients } from './stepGradients.ts';
import { type Sweep, sweepBack } from './sweepBack.ts';
import { formatShape, type Tensor } from './tensor.ts';

export { type Backward, noGradient, record, recordAll, recordOnce, type TapeNode } from './record.ts';

/**
 * The gradients of sum over k of <outputs[k], seeds[k]> with respect to `inputs` (undefined where there is no path).
 * The seed of an output of one element is 1 unless given. With `retain` the backward sweep is recorded itself, for
 * second derivatives. Throws `shape-mismatch`.
 */
export function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  options: { seeds?: readonly (Tensor | undefined)[]; retain?: boolean } = {},
): (Tensor | undefined)[] {
  const { context } = outputs[0];
  const { seeds = [], retain = false } = options;
  const places = new Map(inputs.map((input, place) => [input, place]));
  const sums = new GradientSums(inputs.length);
  const keep = (tensor: Tensor, gradient: Tensor): void => {
    const place = places.get(tensor);
    if (place !== undefined) sums.add(place, gradient, retain);
  };
  run(context, { recording: retain && context.recording, summing: false }, outputs, seeds, {
    leaf: keep,
    passed: keep,
    recorded: retain,
  });
  return inputs.map((input) => sums.values[places.get(input)!]);
}

/**
 * Adds the gradient of `loss` (one element) to the `gradient` of every trainable tensor that it depends on. Throws
 * `shape-mismatch`, and `bad-argument` where there is none.
 */
export function backward(loss: Tensor): void {
  if (!loss.tracked) {
    fail(
      'bad-argument',
      'backward',
      'the loss depends on no trainable tensor',
      'Make weights with context.parameter, and compute the loss outside noGradient',
    );
  }
  run(loss.context, { recording: false, summing: true }, [loss], [], intoSums);
}

/**
 * Shows every gradient of `loss` (one element) that arrives at a trainable tensor, one for each time that the tensor was
 * used: of what is used step after step the last step's first. Their sum is the gradient.
 */
export function eachGradient(loss: Tensor, visit: (tensor: Tensor, gradient: Tensor) => void): void {
  const sweep = { leaf: visit, recorded: false };
  run(loss.context, { recording: false, summing: false }, [loss], [], sweep);
}

const intoSums: Sweep = { leaf: (tensor, gradient) => tensor.sum?.add(gradient), recorded: false };

/** Sweeps back, with recording and summing as said. */
function run(
  context: Context,
  { recording, summing }: Pick<Context, 'recording' | 'summing'>,
  outputs: readonly Tensor[],
  seeds: readonly (Tensor | undefined)[],
  sweep: Sweep,
): void {
  const before = [context.recording, context.summing, context.sumsOf, context.stepGradients] as const;
  context.recording = recording;
  context.summing = summing;
  context.stepGradients = summing ? new StepGradients() : undefined;
  try {
    const given = outputs.map((output, k) => seeds[k] ?? one(output));
    sweepBack(outputs, given, sweep);
    context.stepGradients?.add();
  } finally {
    [context.recording, context.summing, context.sumsOf, context.stepGradients] = before;
  }
}

/** The gradient of an output by itself. */
function one(output: Tensor): Tensor {
  if (output.size === 1) return output.context.full(output.shape, 1);
  return fail(
    'shape-mismatch',
    'gradients',
    `the output has shape ${formatShape(output.shape)}, and no gradient of it is given`,
    'Reduce it to one number, or pass seeds',
  );
}
