import { gatherRows as gatherKernel, scatterAddRows as scatterKernel } from '../../kernels/gatherRows.ts';
import { fail } from '../../support/errors.ts';
import { gradientRoom } from '../gradientSum.ts';
import { expectType, operands } from '../operands.ts';
import { record } from '../record.ts';
import { formatShape, sizeOf, type Tensor } from '../tensor.ts';

/** Throws `bad-argument` unless all of an int32 index of x's rows lies in -1..limit-1; `wrong-context`. */
export function checkIndex(operation: string, x: Tensor, index: Tensor, limit: number): void {
  expectType(operation, index, 'int32');
  if (index.context !== x.context) {
    fail(
      'wrong-context',
      operation,
      `x ${formatShape(x.shape)} and the index ${formatShape(index.shape)} belong to different contexts`,
      'Make all tensors with one context',
    );
  }
  const { i } = index.context.memory;
  const { offset, size } = index;
  for (let k = 0; k < size; k++) {
    const row = i[offset + k];
    if (row >= -1 && row < limit) continue;
    fail(
      'bad-argument',
      operation,
      `index ${row} at position ${k}, but there are ${limit} rows`,
      `Give indices from 0 to ${limit - 1}, or -1 for none`,
    );
  }
}

/**
 * Rows of x [V, ...features] by an int32 index of any shape: [...index, ...features]; -1 gives zeros. An embedding
 * lookup; x may be int32. Saves the index. Throws `bad-argument` for an index out of range.
 */
export function gatherRows(x: Tensor, index: Tensor): Tensor {
  const context = operands('gatherRows', [x], 'any');
  const [rows = 0, ...features] = x.shape;
  checkIndex('gatherRows', x, index, rows);
  const output = context.empty([...index.shape, ...features], x.type);
  context.run(gatherKernel, {
    x: x.offset,
    index: index.offset,
    y: output.offset,
    rows: index.size,
    columns: sizeOf(features),
    integer: Number(x.type === 'int32'),
  });
  return record(output, [x], (gradient) => [scatterInto(gradientRoom(x), gradient, index)]);
}

/**
 * The opposite: sums the rows of x [...index, ...features] that have the same index into [rows, ...features], in their
 * order; -1 leaves a row out. Throws `bad-argument`, `shape-mismatch`.
 */
export function scatterAddRows(x: Tensor, index: Tensor, rows: number): Tensor {
  const context = operands('scatterAddRows', [x]);
  checkIndex('scatterAddRows', x, index, rows);
  const features = x.shape.slice(index.shape.length);
  if (index.shape.some((size, axis) => size !== x.shape[axis])) {
    fail(
      'shape-mismatch',
      'scatterAddRows',
      `x ${formatShape(x.shape)} does not begin with the shape of its index, ${formatShape(index.shape)}`,
      'Give one index per row',
    );
  }
  return scatterInto(context.empty([rows, ...features]), x, index);
}

/** The same of what fits, into a tensor. */
function scatterInto(output: Tensor, x: Tensor, index: Tensor): Tensor {
  const [targets = 0, ...features] = output.shape;
  output.context.run(scatterKernel, {
    x: x.offset,
    index: index.offset,
    y: output.offset,
    rows: index.size,
    columns: sizeOf(features),
    targets,
  });
  return record(output, [x], (gradient) => [gatherRows(gradient, index)]);
}
