import { fail } from '../support/errors.ts';
import { accumulate, type Sum } from './accumulate.ts';
import { noGradient, type TapeNode } from './record.ts';
import { formatShape, type Tensor } from './tensor.ts';

export { type Backward, noGradient, record, recordAll, recordOnce, type TapeNode } from './record.ts';

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
 * second derivatives. Throws `shape-mismatch`.
 */
export function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  options: { seeds?: readonly (Tensor | undefined)[]; retain?: boolean } = {},
): (Tensor | undefined)[] {
  const { context } = outputs[0];
  const sums = new Map<Tensor, Sum>();
  const add = (tensor: Tensor, gradient: Tensor): void => {
    if (formatShape(gradient.shape) !== formatShape(tensor.shape)) {
      fail(
        'shape-mismatch',
        'gradients',
        `a gradient of shape ${formatShape(gradient.shape)} for a tensor of shape ${formatShape(tensor.shape)}`,
        'Give seeds, and gradients of operations of your own, the shape of what they belong to',
      );
    }
    sums.set(tensor, accumulate(sums.get(tensor), gradient, options.retain ?? false));
  };
  const sweep = (): void => {
    outputs.forEach((output, k) => {
      const seed = options.seeds?.[k];
      if (!seed && output.size !== 1) {
        fail(
          'shape-mismatch',
          'gradients',
          `the output has shape ${formatShape(output.shape)}, and no gradient of it is given`,
          'Reduce it to one number, or pass seeds',
        );
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
export function leaves(tensors: readonly Tensor[]): Tensor[] {
  const found = new Set<Tensor>(tensors.filter((tensor) => tensor.trainable));
  for (const node of reach(tensors)) for (const input of node.inputs) if (input.trainable) found.add(input);
  return [...found];
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
  const parameters = leaves([loss]);
  const found = gradients([loss], parameters);
  parameters.forEach((parameter, k) => {
    const gradient = found[k];
    if (gradient === undefined) return;
    parameter.gradient ??= parameter.context.outside(() => parameter.context.zeros(parameter.shape));
    accumulate({ value: parameter.gradient, owned: true }, gradient, false);
  });
}
