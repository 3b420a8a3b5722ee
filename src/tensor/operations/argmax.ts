import { argmax as kernel } from '../../kernels/argmax.ts';
import { fail } from '../../support/errors.ts';
import { around, axisOf, operands } from '../operands.ts';
import { formatShape, type Tensor } from '../tensor.ts';

/**
 * Where the maximum along an axis is, as int32 without that axis: the first of equals. `flat`: as an index into all
 * elements. Has no gradient. Throws `shape-mismatch` for an empty axis.
 */
export function argmax(x: Tensor, axis = -1, { flat = false }: { flat?: boolean } = {}): Tensor {
  const context = operands('argmax', [x]);
  const over = axisOf('argmax', x, axis);
  const { outer, size, inner } = around(x, over);
  if (size === 0) {
    fail(
      'shape-mismatch',
      'argmax',
      `axis ${axis} of shape ${formatShape(x.shape)} is empty`,
      'Leave out empty tensors',
    );
  }
  const index = context.empty(x.shape.toSpliced(over, 1), 'int32');
  context.run(kernel, { x: x.offset, index: index.offset, outer, axis: size, inner, flat: Number(flat) });
  return index;
}
