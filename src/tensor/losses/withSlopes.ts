import { multiply } from '../operations/multiply.ts';
import { record, recordOnce } from '../record.ts';
import type { Tensor } from '../tensor.ts';

/** Losses by element from a kernel that gives their derivatives by the inputs along with them. */
export function withSlopes(
  loss: string,
  losses: Tensor,
  inputs: readonly Tensor[],
  slopes: readonly Tensor[],
): Tensor {
  return record(losses, inputs, (gradient) =>
    inputs.map((input, k) => {
      if (!input.tracked) return undefined;
      return multiply(gradient, recordOnce(loss, slopes[k], inputs));
    }),
  );
}
