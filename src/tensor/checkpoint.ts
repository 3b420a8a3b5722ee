import { fail } from '../support/errors.ts';
import { leaves } from './leaves.ts';
import { noGradient, recordAll, recordOnce, withRecording } from './record.ts';
import { gradients } from './tape.ts';
import { formatShape, Tensor } from './tensor.ts';

/** The same memory as something that gradients are wanted of, without a past; a parameter is that already. */
function leafOf(tensor: Tensor): Tensor {
  if (tensor.trainable) return tensor;
  const { context, shape, type, scope, offset, tracked } = tensor;
  return new Tensor(context, shape, type, scope, offset, tracked);
}

/**
 * `f(inputs)` without keeping what it computes on the way: the backward sweep computes it again. Everything trainable
 * that `f` uses must be among the inputs, parameters too; `f` must give the same bits each time (random masks by key
 * do). The gradients have the same bits as without it, except that a tensor used both inside and outside sums in
 * another order. No second derivatives. (Chen et al., 2016.) Throws `bad-argument` where `f` uses another parameter.
 */
export function checkpoint(
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
): Tensor[] {
  const { context } = inputs[0];
  const results = noGradient(context, () =>
    context.step(() => f(inputs).map((output) => ({ values: output.toArray(), like: output }))),
  );
  const outputs = results.map(({ values, like }) => context.tensor(values, like.shape, like.type));
  recordAll(inputs, outputs, (seeds) => {
    // An input that is given twice is one leaf, whose gradient is reported once.
    const distinct = [...new Set(inputs)];
    const found = new Map(
      distinct.filter(({ tracked }) => tracked).map((input) => [input, context.zeros(input.shape)]),
    );
    context.step(() => {
      const locals = distinct.map(leafOf);
      const again = withRecording(context, true, () =>
        f(inputs.map((input) => locals[distinct.indexOf(input)])),
      );
      checkLeaves(again, locals);
      const reached = again.flatMap((output, k) => (seeds[k] ? [{ output, seed: seeds[k] }] : []));
      const given = gradients(
        reached.map(({ output }) => output),
        locals,
        { seeds: reached.map(({ seed }) => seed) },
      );
      given.forEach((gradient, k) => {
        if (gradient) found.get(distinct[k])?.set(gradient.toArray());
      });
    });
    for (const gradient of found.values()) recordOnce('checkpoint', gradient, inputs);
    return inputs.map((input, k) => (inputs.indexOf(input) === k ? found.get(input) : undefined));
  });
  return outputs;
}

function checkLeaves(outputs: readonly Tensor[], inputs: readonly Tensor[]): void {
  const other = [...leaves(outputs)].find((leaf) => !inputs.includes(leaf));
  if (!other) return;
  fail(
    'bad-argument',
    'checkpoint',
    `the function uses a trainable tensor of shape ${formatShape(other.shape)} that is not among its inputs`,
    'Pass it in the list of inputs and use it from there',
  );
}
