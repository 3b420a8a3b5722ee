import { fail } from '../../support/errors.ts';
import { formatShape, type Shape, type Tensor } from '../../tensor/tensor.ts';

/** Throws `shape-mismatch` at the first tensor that is there and does not have its shape. */
export function checkShapes(
  operation: string,
  expected: Readonly<Record<string, readonly [tensor: Tensor | undefined, shape: Shape]>>,
): void {
  for (const [name, [tensor, shape]] of Object.entries(expected)) {
    if (!tensor || (tensor.shape.length === shape.length && tensor.shape.every((n, k) => n === shape[k])))
      continue;
    fail(
      'shape-mismatch',
      operation,
      `${name} has shape ${formatShape(tensor.shape)}, not ${formatShape(shape)}`,
      'All sizes follow from the structure, the weight [gates * hidden, output] and the kind of cell',
    );
  }
}
