import { fail } from '../../support/errors.ts';
import { record } from '../record.ts';
import { formatShape, type Shape, sizeOf, type Tensor } from '../tensor.ts';
import { view } from './view.ts';

/** The same elements under another shape: a view. One size may be -1: what is left. Throws `shape-mismatch`. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const target = shape.map((size) => (size === -1 ? x.size / (known || 1) : size));
  if (sizeOf(target) !== x.size || !target.every((size) => Number.isInteger(size) && size >= 0)) {
    fail(
      'shape-mismatch',
      'reshape',
      `shape ${formatShape(shape)} for a tensor of shape ${formatShape(x.shape)}, which has ${x.size} elements`,
      'Give a shape of as many elements, with at most one size -1',
    );
  }
  return record(view(x, target), [x], (gradient) => [reshape(gradient, x.shape)]);
}
