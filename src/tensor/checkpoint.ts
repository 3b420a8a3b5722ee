import { fail } from '../support/errors.ts';
import { noGradient, recordAll, recordOnce, withRecording } from './record.ts';
import { gradients, leaves } from './tape.ts';
import { formatShape, Tensor } from './tensor.ts';

/** The same memory as something that gradients are wanted of, without a past; a parameter is that already. */
const leafOf = (tensor: Tensor): Tensor =>
  tensor.trainable
    ? tensor
    : new Tensor(tensor.context, tensor.shape, tensor.type, tensor.storage, {
    start: tensor.start,
    trainable: tensor.tracked,
  });

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
    const found = inputs.map((input) => (input.tracked ? context.zeros(input.shape) : undefined));
    context.step(() => {
      const locals = inputs.map(leafOf);
      const again = withRecording(context, true, () => f(locals));
      checkLeaves(again, locals);
      const reached = again.flatMap((output, k) => (seeds[k] ? [{ output, seed: seeds[k] }] : []));
      const given = gradients(
        reached.map(({ output }) => output),
        locals,
        { seeds: reached.map(({ seed }) => seed) },
      );
      given.forEach((gradient, k) => {
        if (gradient) found[k]?.set(gradient.toArray());
      });
    });
    for (const gradient of found) if (gradient) recordOnce('checkpoint', gradient, inputs);
    return found;
  });
  return outputs;
}

function checkLeaves(outputs: readonly Tensor[], inputs: readonly Tensor[]): void {
  const other = leaves(outputs).find((leaf) => !inputs.includes(leaf));
  if (!other) return;
  fail(
    'bad-argument',
    'checkpoint',
    `the function uses a trainable tensor of shape ${formatShape(other.shape)} that is not among its inputs`,
    'Pass it in the list of inputs and use it from there',
  );
}
