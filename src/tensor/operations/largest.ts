import { largest as kernel } from '../../kernels/largest.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { around, axisOf, operands } from '../operands.ts';
import type { Tensor } from '../tensor.ts';

/**
 * The `most` largest along the last axis of [..., V], largest first, of equals those that come first: [..., most], their
 * values and where they are, as int32. -Infinity and NaN are not among them: where there are fewer the value is -Infinity
 * and the place -1. Has no gradient. Throws `bad-argument`.
 */
export function largest(x: Tensor, most: number): { readonly values: Tensor; readonly indices: Tensor } {
  const context = operands('largest', [x]);
  checkNumber('largest', 'most', most, { least: 1, whole: true });
  const { outer: rows, size: columns } = around(x, axisOf('largest', x, -1));
  const shape = x.shape.with(-1, most);
  const [values, indices] = [context.empty(shape), context.empty(shape, 'int32')];
  context.run(kernel, { x: x.offset, index: indices.offset, value: values.offset, rows, columns, most });
  return { values, indices };
}
