import { segmentArgmax } from '../../kernels/argmax.ts';
import { fail } from '../../support/errors.ts';
import { operands } from '../operands.ts';
import { formatShape, sizeOf, type Tensor } from '../tensor.ts';
import { checkIndex, gatherRows, scatterAddRows } from './gatherRows.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';

export type Pooling = 'sum' | 'mean' | 'max';

/**
 * Pools the rows of x [N, ...features] that have the same owner, int32 [N] below `segments`, in their order: gives
 * [segments, ...features], 0 for a segment without rows. The gradient of a maximum goes to the first of equals. Throws
 * `bad-argument`, `shape-mismatch`.
 */
export function poolRows(x: Tensor, owner: Tensor, segments: number, pooling: Pooling): Tensor {
  if (owner.shape.length !== 1 || owner.size !== x.shape[0]) {
    fail(
      'shape-mismatch',
      'poolRows',
      `owner ${formatShape(owner.shape)} for x ${formatShape(x.shape)}`,
      'Give one owner per row: x [N, ...features], owner [N]',
    );
  }
  if (pooling === 'max') return maximumOfRows(x, owner, segments);
  const total = scatterAddRows(x, owner, segments);
  if (pooling === 'sum') return total;
  const counts = new Float64Array(segments);
  for (const segment of owner.toArray()) if (segment >= 0) counts[segment]++;
  const shape = [segments, ...x.shape.slice(1).map(() => 1)];
  const shares = x.context.tensor(
    counts.map((count) => 1 / Math.max(1, count)),
    shape,
  );
  return multiply(total, shares);
}

function maximumOfRows(x: Tensor, owner: Tensor, segments: number): Tensor {
  const context = operands('poolRows', [x]);
  checkIndex('poolRows', x, owner, segments);
  const [rows, ...features] = x.shape;
  const index = context.empty([segments, ...features], 'int32');
  context.run(segmentArgmax, {
    x: x.offset,
    owner: owner.offset,
    index: index.offset,
    rows,
    columns: sizeOf(features),
    segments,
  });
  return gatherRows(reshape(x, [x.size]), index);
}
