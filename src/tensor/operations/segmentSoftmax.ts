import { fail } from '../../support/errors.ts';
import { noGradient } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { divide } from './divide.ts';
import { exp } from './exp.ts';
import { gatherRows } from './gatherRows.ts';
import { poolRows } from './poolRows.ts';
import { subtract } from './subtract.ts';

/**
 * Softmax over the rows of x [N, ...features] that have the same owner, int32 [N] below `segments`, for each feature:
 * the weights of attention within each sequence of a ragged batch. Throws `bad-argument`, `shape-mismatch`.
 */
export function segmentSoftmax(x: Tensor, owner: Tensor, segments: number): Tensor {
  const alone = owner.toArray().indexOf(-1);
  if (alone >= 0)
    fail('bad-argument', 'segmentSoftmax', `row ${alone} has no owner`, 'Give every row one from 0 on');
  // What is subtracted changes no result, so it needs no gradient.
  const top = noGradient(x.context, () => gatherRows(poolRows(x, owner, segments, 'max'), owner));
  const powers = exp(subtract(x, top));
  return divide(powers, gatherRows(poolRows(powers, owner, segments, 'sum'), owner));
}
