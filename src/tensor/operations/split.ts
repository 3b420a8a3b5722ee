import { fail } from '../../support/errors.ts';
import { axisOf } from '../operands.ts';
import { noGradient, recordAll } from '../record.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { concatenate } from './concatenate.ts';
import { slice } from './slice.ts';

/**
 * Cuts an axis into parts of the given sizes, which add up to it; views where nothing lies before the axis. The
 * gradient of all parts is put together at once. Throws `shape-mismatch`.
 */
export function split(x: Tensor, sizes: readonly number[], axis = 0): Tensor[] {
  const over = axisOf('split', x, axis);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== x.shape[over]) {
    fail(
      'shape-mismatch',
      'split',
      `parts of ${sizes.join(', ')} add up to ${total}, but axis ${axis} of shape ${formatShape(x.shape)} has ${x.shape[over]}`,
      'Give sizes that add up to the axis',
    );
  }
  let from = 0;
  const parts = noGradient(x.context, () =>
    sizes.map((size) => {
      from += size;
      return slice(x, over, from - size, from);
    }),
  );
  recordAll([x], parts, (gradients) => [
    concatenate(
      parts.map((part, k) => gradients[k] ?? x.context.zeros(part.shape)),
      over,
    ),
  ]);
  return parts;
}
