import { copyStrided as kernel } from '../../kernels/copyStrided.ts';
import { stridedArguments } from '../strides.ts';
import type { Shape, Tensor } from '../tensor.ts';

/** Part of a tensor: the first element and the steps along the axes of what is copied. */
export interface Place {
  readonly tensor: Tensor;
  readonly start?: number;
  readonly strides: readonly number[];
}

/** Copies a block of `sizes` from one place to another; the tape does not see it. */
export function copyStrided(operation: string, sizes: Shape, from: Place, to: Place): void {
  to.tensor.context.run(kernel, {
    ...stridedArguments(operation, sizes, from.strides, to.strides),
    x: from.tensor.offset + (from.start ?? 0),
    y: to.tensor.offset + (to.start ?? 0),
    integer: Number(to.tensor.type === 'int32'),
  });
}
