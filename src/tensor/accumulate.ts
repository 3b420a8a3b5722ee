import { addInto } from '../kernels/addInto.ts';
import { add } from './operations/add.ts';
import type { Tensor } from './tensor.ts';

/** A sum of gradients; `owned` if its memory is no one else's, so that it may be added into. */
export interface Sum {
  readonly value: Tensor;
  readonly owned: boolean;
}

/** Adds a gradient to a sum (undefined: zero). `recorded` sums by an operation that the tape sees. */
export function accumulate(sum: Sum | undefined, gradient: Tensor, recorded: boolean): Sum {
  if (sum === undefined) return { value: gradient, owned: false };
  if (recorded || !sum.owned) return { value: add(sum.value, gradient), owned: true };
  const { context } = gradient;
  context.run(addInto, { x: gradient.offset, y: sum.value.offset, n: gradient.size });
  return sum;
}
