import type { Context } from '../../tensor/context.ts';
import { noGradient, recordAll, recordOnce } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Whether a gradient can be wanted of what is made from `inputs`: a sweep then saves what that needs. */
export const isRecorded = (context: Context, inputs: readonly Tensor[]): boolean =>
  context.recording && inputs.some((input) => input.tracked);

/**
 * Records a sweep. `backward` is one fused kernel, so it is not recorded itself, and second derivatives are
 * refused; it gives gradients by the tensors they belong to.
 */
export function recordSweep(
  operation: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  backward: (
    gradients: readonly (Tensor | undefined)[],
  ) => ReadonlyMap<Tensor | undefined, Tensor | undefined>,
): void {
  const { context } = outputs[0];
  recordAll(inputs, outputs, (arrived) => {
    const gradients = noGradient(context, () => backward(arrived));
    return inputs.map((input) => {
      const gradient = gradients.get(input);
      return gradient && recordOnce(operation, gradient, inputs);
    });
  });
}
