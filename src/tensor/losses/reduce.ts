import { affine } from '../operations/affine.ts';
import { broadcastTo } from '../operations/broadcastTo.ts';
import { multiply } from '../operations/multiply.ts';
import { sum } from '../operations/sum.ts';
import { noGradient } from '../record.ts';
import type { Tensor } from '../tensor.ts';

/** `mean`: over all elements, each counted by its weight. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions {
  /** Weights of the elements, of a shape that broadcasts to theirs: 0 for what was not observed. No gradient. */
  readonly weights?: Tensor;
  /** `mean` unless given. */
  readonly reduction?: Reduction;
}

/** Weights the losses of the elements and reduces them. The mean of nothing is 0. */
export function reduce(losses: Tensor, { weights, reduction = 'mean' }: LossOptions): Tensor {
  const weighted = weights ? multiply(losses, weights) : losses;
  if (reduction === 'none') return weighted;
  const total = sum(weighted);
  if (reduction === 'sum') return total;
  const count = weights ? total64(weights) * (losses.size / (weights.size || 1)) : losses.size;
  return affine(total, count === 0 ? 0 : 1 / count);
}

/** The sum of a tensor's elements in double. */
export function total64(tensor: Tensor): number {
  const { f } = tensor.context.memory;
  const { offset, size } = tensor;
  let total = 0;
  for (let k = offset; k < offset + size; k++) total += f[k];
  return total;
}

/** The targets with 0 in place of what was not observed, which may be NaN. */
export function observed(target: Tensor, weights: Tensor | undefined): Tensor {
  if (!weights) return target;
  const { context } = target;
  const shares = noGradient(context, () => broadcastTo(weights, target.shape)).toArray();
  if (!shares.includes(0)) return target;
  const values = target.toArray().map((value, k) => (shares[k] === 0 ? 0 : value));
  return context.tensor(values, target.shape);
}
