import { minimum } from '../../tensor/operations/minimum.ts';
import { poolRows } from '../../tensor/operations/poolRows.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { QueryRows } from './queryRows.ts';

/**
 * What reading the same place again costs (See, Liu and Manning, 2017): for each query row the sum over positions of
 * min(a, c), from weights and coverage [W]: [Q], in their order. Where both are equal they share the gradient. Throws
 * `shape-mismatch`.
 */
export function coverageLoss(weights: Tensor, coverage: Tensor, rows: QueryRows): Tensor {
  return poolRows(minimum(weights, coverage), rows.ownersOn(weights.context), rows.count, 'sum');
}
