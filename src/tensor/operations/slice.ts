import { fail } from '../../support/errors.ts';
import { around, axisOf, operands } from '../operands.ts';
import { record } from '../record.ts';
import { stridesOf } from '../strides.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { copyStrided } from './copyStrided.ts';
import { view } from './view.ts';

/**
 * Positions from..to-1 of an axis; negative ones count from its end. A view where nothing lies before the axis, else a
 * copy. Its gradient fills a tensor of x's shape: to cut a tensor into many parts, use `split`. Throws `bad-argument`.
 */
export function slice(x: Tensor, axis: number, from: number, to?: number): Tensor {
  const context = operands('slice', [x], 'any');
  const over = axisOf('slice', x, axis);
  const { outer, size, inner } = around(x, over);
  const start = from < 0 ? from + size : from;
  const end = to === undefined ? size : to < 0 ? to + size : to;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > size || start > end) {
    fail(
      'bad-argument',
      'slice',
      `positions ${from} to ${to ?? size} of axis ${axis}, which has ${size}, of shape ${formatShape(x.shape)}`,
      'Give from <= to within the axis',
    );
  }
  const shape = x.shape.with(over, end - start);
  const back = (gradient: Tensor): Tensor[] => [place(gradient, over, start, size)];
  if (outer === 1) return record(view(x, shape, start * inner), [x], back);
  const output = context.empty(shape, x.type);
  copyStrided(
    'slice',
    shape,
    { tensor: x, start: start * inner, strides: stridesOf(x.shape) },
    { tensor: output, strides: stridesOf(shape) },
  );
  return record(output, [x], back);
}

/** The opposite: x at position `from` of an axis of `size`, zeros around it. */
function place(x: Tensor, axis: number, from: number, size: number): Tensor {
  const { inner } = around(x, axis);
  const output = x.context.zeros(x.shape.with(axis, size));
  const strides = stridesOf(output.shape);
  copyStrided(
    'slice',
    x.shape,
    { tensor: x, strides: stridesOf(x.shape) },
    { tensor: output, start: from * inner, strides },
  );
  return record(output, [x], (gradient) => [slice(gradient, axis, from, from + x.shape[axis])]);
}
