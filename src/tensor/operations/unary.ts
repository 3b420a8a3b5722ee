import { unary as kernel, type UnaryKind, unaryBackward, unaryKinds } from '../../kernels/unary.ts';
import { operands } from '../operands.ts';
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';

/** The numbers that a function takes: limits of clamp, factor and addend of affine. */
interface Constants {
  readonly a?: number;
  readonly b?: number;
}

/** Runs the fused backward kernel: gradient * f'(x). */
function fused(kind: UnaryKind, x: Tensor, y: Tensor, gradient: Tensor, { a = 0, b = 0 }: Constants): Tensor {
  const output = x.context.empty(x.shape);
  x.context.run(unaryBackward, {
    kind: unaryKinds.indexOf(kind),
    x: x.offset,
    y: y.offset,
    dy: gradient.offset,
    dx: output.offset,
    n: x.size,
    a,
    b,
  });
  return output;
}

/**
 * y = f(x) by element. The backward sweep is one kernel; where it is recorded itself, it is `composed`, the gradient
 * written with operations. Saves x and y.
 */
export function unary(
  kind: UnaryKind,
  x: Tensor,
  composed: (gradient: Tensor, x: Tensor, y: Tensor) => Tensor,
  constants: Constants = {},
): Tensor {
  const context = operands(kind, [x]);
  const y = context.empty(x.shape);
  const { a = 0, b = 0 } = constants;
  context.run(kernel, { kind: unaryKinds.indexOf(kind), x: x.offset, y: y.offset, n: x.size, a, b });
  return record(y, [x], (gradient) => [
    context.recording ? composed(gradient, x, y) : fused(kind, x, y, gradient, constants),
  ]);
}

/** f'(x) as a constant: for functions made of straight pieces, whose second derivative is 0. */
export function slope(kind: UnaryKind, x: Tensor, constants: Constants = {}): Tensor {
  return fused(kind, x, x, x.context.full(x.shape, 1), constants);
}
