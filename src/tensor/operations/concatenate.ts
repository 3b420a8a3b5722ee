import { fail } from '../../support/errors.ts';
import { around, axisOf, operands } from '../operands.ts';
import { record } from '../record.ts';
import { stridesOf } from '../strides.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { copyStrided } from './copyStrided.ts';
import { slice } from './slice.ts';

/** Tensors one after another along an axis; their other sizes are equal. Throws `shape-mismatch`. */
export function concatenate(tensors: readonly Tensor[], axis = 0): Tensor {
  const context = operands('concatenate', tensors, 'any');
  const [first] = tensors;
  const over = axisOf('concatenate', first, axis);
  for (const { shape } of tensors) {
    if (
      shape.length === first.shape.length &&
      shape.every((size, k) => k === over || size === first.shape[k])
    )
      continue;
    fail(
      'shape-mismatch',
      'concatenate',
      `shapes ${tensors.map((tensor) => formatShape(tensor.shape)).join(', ')} along axis ${over}`,
      'All other sizes must be equal',
    );
  }
  const starts = [0];
  for (const { shape } of tensors) starts.push((starts.at(-1) ?? 0) + shape[over]);
  const output = context.empty(first.shape.with(over, starts[tensors.length]), first.type);
  const { inner } = around(output, over);
  const strides = stridesOf(output.shape);
  tensors.forEach((tensor, k) => {
    copyStrided(
      'concatenate',
      tensor.shape,
      { tensor, strides: stridesOf(tensor.shape) },
      { tensor: output, start: starts[k] * inner, strides },
    );
  });
  return record(output, tensors, (gradient) =>
    tensors.map((tensor, k) =>
      tensor.tracked ? slice(gradient, over, starts[k], starts[k + 1]) : undefined,
    ),
  );
}
