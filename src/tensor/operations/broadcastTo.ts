import { sum as kernel } from '../../kernels/sum.ts';
import { fail } from '../../support/errors.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import { broadcastShape, broadcastStrides, stridesOf } from '../strides.ts';
import { formatShape, type Shape, sizeOf, type Tensor } from '../tensor.ts';
import { copyStrided } from './copyStrided.ts';
import { reshape } from './reshape.ts';

const equal = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, k) => size === b[k]);

function check(operation: string, small: Shape, large: Shape): void {
  if (equal(broadcastShape(operation, small, large), large)) return;
  fail(
    'shape-mismatch',
    operation,
    `shape ${formatShape(small)} cannot be repeated to ${formatShape(large)}`,
    'Sizes must be equal, or 1 in the smaller; axes are aligned from the last',
  );
}

/** Repeats x along axes of size 1, and new ones in front. Throws `shape-mismatch`. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (equal(x.shape, shape)) return x;
  check('broadcastTo', x.shape, shape);
  const context = operands('broadcastTo', [x]);
  const output = context.empty(shape);
  copyStrided(
    'broadcastTo',
    shape,
    { tensor: x, strides: broadcastStrides(x.shape, shape) },
    { tensor: output, strides: stridesOf(shape) },
  );
  return record(output, [x], (gradient) => [sumTo(gradient, x.shape)]);
}

/** Sums over all that broadcasting `shape` to x's shape would repeat. Throws `shape-mismatch`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (equal(x.shape, shape)) return x;
  check('sumTo', shape, x.shape);
  const missing = x.shape.length - shape.length;
  const target = x.shape.map((_, axis) => (axis < missing ? 1 : shape[axis - missing]));
  let current = x;
  // Each run of neighbouring axes that are summed over is one sum.
  for (let axis = target.length - 1; axis >= 0; axis--) {
    if (target[axis] === current.shape[axis]) continue;
    let from = axis;
    while (from > 0 && target[from - 1] === 1) from--;
    current = sumAxes(current, from, axis + 1);
    axis = from;
  }
  return reshape(current, shape);
}

/** Sums over axes from..to-1, which are left with size 1. */
function sumAxes(x: Tensor, from: number, to: number): Tensor {
  const context = operands('sum', [x]);
  const output = context.empty(x.shape.map((size, axis) => (axis >= from && axis < to ? 1 : size)));
  context.run(kernel, {
    x: x.offset,
    y: output.offset,
    outer: sizeOf(x.shape.slice(0, from)),
    axis: sizeOf(x.shape.slice(from, to)),
    inner: sizeOf(x.shape.slice(to)),
    divisor: 1,
  });
  return record(output, [x], (gradient) => [broadcastTo(gradient, x.shape)]);
}
