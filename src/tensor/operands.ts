import { fail } from '../support/errors.ts';
import type { Context } from './context.ts';
import { type ElementType, formatShape, type Tensor } from './tensor.ts';

/** Checks that tensors belong to one context, which it returns, and have one type. Throws `wrong-context`, `type-mismatch`. */
export function operands(
  operation: string,
  tensors: readonly Tensor[],
  type: ElementType | 'any' = 'float32',
): Context {
  const [first] = tensors;
  if (!first) fail('bad-argument', operation, 'there is no tensor', 'Give at least one');
  for (const tensor of tensors) {
    if (tensor.context !== first.context) {
      fail(
        'wrong-context',
        operation,
        `tensors of shapes ${tensors.map(({ shape }) => formatShape(shape)).join(', ')} belong to different contexts`,
        'Make all tensors with one context',
      );
    }
    expectType(operation, tensor, type === 'any' ? first.type : type);
  }
  return first.context;
}

/** Throws `type-mismatch`. */
export function expectType(operation: string, tensor: Tensor, type: ElementType): void {
  if (tensor.type === type) return;
  fail(
    'type-mismatch',
    operation,
    `a tensor of shape ${formatShape(tensor.shape)} has type ${tensor.type}`,
    `Give a tensor of type ${type}`,
  );
}

/** An axis counted from the front; negative ones count from the end. Throws `bad-argument`. */
export function axisOf(operation: string, tensor: Tensor, axis: number): number {
  const rank = tensor.shape.length;
  const found = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && found >= 0 && found < rank) return found;
  fail(
    'bad-argument',
    operation,
    `axis ${axis} of a tensor of shape ${formatShape(tensor.shape)}`,
    `Give an axis from ${-rank} to ${rank - 1}`,
  );
}

/** How many elements lie before, along and after an axis: the shape as [outer, axis, inner]. */
export function around(tensor: Tensor, axis: number): { outer: number; size: number; inner: number } {
  let outer = 1;
  let inner = 1;
  tensor.shape.forEach((size, k) => {
    if (k < axis) outer *= size;
    if (k > axis) inner *= size;
  });
  return { outer, size: tensor.shape[axis], inner };
}
