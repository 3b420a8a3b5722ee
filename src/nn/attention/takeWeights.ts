import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { QueryRows } from './queryRows.ts';

/**
 * Weights or coverage of some query rows for others: new row k has those of row `chosen[k]`, which read the same source.
 * It brings coverage to the next step where sequences have ended or beams were reordered. [W] to [W'].
 */
export function takeWeights(
  weights: Tensor,
  from: QueryRows,
  to: QueryRows,
  chosen: ArrayLike<number>,
): Tensor {
  const index = new Int32Array(to.total);
  for (let row = 0; row < to.count; row++) {
    for (let at = to.starts[row], j = from.starts[chosen[row]]; at < to.starts[row + 1]; at++, j++)
      index[at] = j;
  }
  return gatherRows(weights, weights.context.tensor(index, [to.total], 'int32'));
}
