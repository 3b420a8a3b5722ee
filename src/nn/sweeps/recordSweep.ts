import type { Context } from '../../tensor/context.ts';
import { noGradient, recordAll, recordOnce } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

type Inputs = Readonly<Record<string, Tensor | undefined>>;

const present = (inputs: Inputs): Tensor[] => Object.values(inputs).filter((tensor) => tensor !== undefined);

/** Whether a gradient can be wanted of what is made from `inputs`: a sweep then saves what that needs. */
export const isRecorded = (context: Context, inputs: Inputs): boolean =>
  context.recording && present(inputs).some((input) => input.tracked);

/**
 * Records a sweep. `backward` is one fused kernel, so it is not recorded itself, and second derivatives are
 * refused; it gives gradients by the names of the inputs, one of which may be there under two names.
 */
export function recordSweep<Name extends string>(
  operation: string,
  named: Readonly<Record<Name, Tensor | undefined>>,
  outputs: readonly Tensor[],
  backward: (
    gradients: readonly (Tensor | undefined)[],
  ) => Readonly<Record<NoInfer<Name>, Tensor | undefined>>,
): void {
  const { context } = outputs[0];
  const names = (Object.keys(named) as Name[]).filter((name) => named[name]);
  const inputs = present(named);
  recordAll(inputs, outputs, (arrived) => {
    const gradients = noGradient(context, () => backward(arrived));
    return names.map((name) => {
      const gradient = gradients[name];
      return gradient && recordOnce(operation, gradient, inputs);
    });
  });
}
