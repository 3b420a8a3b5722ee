import { sum as kernel } from '../../kernels/sum.ts';
import { fail } from '../../support/errors.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import { broadcastStrides, stridesOf } from '../strides.ts';
import { formatShape, isSameShape, type Shape, type Tensor } from '../tensor.ts';
import { copyStrided } from './copyStrided.ts';
import { reshape } from './reshape.ts';

function check(operation: string, small: Shape, large: Shape): void {
  const missing = large.length - small.length;
  if (missing >= 0 && small.every((size, axis) => size === 1 || size === large[axis + missing])) return;
  fail(
    'shape-mismatch',
    operation,
    `shape ${formatShape(small)} cannot be repeated to ${formatShape(large)}`,
    'Sizes must be equal, or 1 in the smaller; axes are aligned from the last',
  );
}

/** Repeats x along axes of size 1, and new ones in front. Throws `shape-mismatch`. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (isSameShape(x.shape, shape)) return x;
  check('broadcastTo', x.shape, shape);
  const context = operands('broadcastTo', [x]);
  const output = x.size === 1 ? context.full(shape, x.item()) : context.empty(shape);
  if (x.size !== 1) {
    copyStrided(
      'broadcastTo',
      shape,
      { tensor: x, strides: broadcastStrides(x.shape, shape) },
      { tensor: output, strides: stridesOf(shape) },
    );
  }
  return record(output, [x], (gradient) => [sumTo(gradient, x.shape)]);
}

/** Sums over all that broadcasting `shape` to x's shape would repeat. Throws `shape-mismatch`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (isSameShape(x.shape, shape)) return x;
  check('sumTo', shape, x.shape);
  return sumInto(operands('sum', [x]).empty(shape), x);
}

/** The same into a tensor of the shape. */
export function sumInto(output: Tensor, x: Tensor): Tensor {
  const missing = x.shape.length - output.shape.length;
  const target = x.shape.map((_, axis) => (axis < missing ? 1 : output.shape[axis - missing]));
  // Each run of neighbouring axes that are summed over is one sum.
  const runs: { from: number; to: number }[] = [];
  for (let axis = target.length - 1; axis >= 0; axis--) {
    if (target[axis] === x.shape[axis]) continue;
    let from = axis;
    while (from > 0 && target[from - 1] === 1) from--;
    runs.push({ from, to: axis + 1 });
    axis = from;
  }
  const last = runs.pop() ?? { from: 0, to: 0 };
  const current = runs.reduce((rest, { from, to }) => {
    const kept = rest.shape.map((size, axis) => (axis >= from && axis < to ? 1 : size));
    return sumAxes(rest, from, to, x.context.empty(kept));
  }, x);
  return sumAxes(current, last.from, last.to, output);
}

/** Sums over axes from..to-1 into a tensor of as many elements as are left. */
export function sumAxes(x: Tensor, from: number, to: number, output: Tensor): Tensor {
  let [outer, axis, inner] = [1, 1, 1];
  for (let k = 0; k < x.shape.length; k++) {
    if (k < from) outer *= x.shape[k];
    else if (k < to) axis *= x.shape[k];
    else inner *= x.shape[k];
  }
  output.context.run(kernel, { x: x.offset, y: output.offset, outer, axis, inner, divisor: 1 });
  return record(output, [x], (gradient) => {
    if (gradient.size === 1) return [broadcastTo(gradient, x.shape)];
    const kept = x.shape.map((size, k) => (k >= from && k < to ? 1 : size));
    return [broadcastTo(reshape(gradient, kept), x.shape)];
  });
}
