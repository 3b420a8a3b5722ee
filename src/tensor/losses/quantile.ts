import { fail } from '../../support/errors.ts';
import { add } from '../operations/add.ts';
import { multiply } from '../operations/multiply.ts';
import { negate } from '../operations/negate.ts';
import { relu } from '../operations/relu.ts';
import { reshape } from '../operations/reshape.ts';
import { subtract } from '../operations/subtract.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/**
 * Pinball loss of several levels at once: prediction [..., Q] for the levels q, target [...]. By element, with e =
 * target - prediction: max(q e, (q - 1) e). Weights have the target's shape. (Koenker and Bassett, 1978.) Throws
 * `shape-mismatch`.
 */
export function quantile(
  prediction: Tensor,
  target: Tensor,
  levels: readonly number[],
  { weights, ...options }: LossOptions = {},
): Tensor {
  const { context } = prediction;
  if (formatShape(prediction.shape) !== formatShape([...target.shape, levels.length])) {
    fail(
      'shape-mismatch',
      'quantile',
      `prediction ${formatShape(prediction.shape)} for ${levels.length} levels and target ${formatShape(target.shape)}`,
      `Give prediction ${formatShape([...target.shape, levels.length])}`,
    );
  }
  const wide = (tensor: Tensor): Tensor => reshape(tensor, [...tensor.shape, 1]);
  const error = subtract(wide(observed(target, weights)), prediction);
  const losses = add(multiply(error, context.tensor(levels)), relu(negate(error)));
  return reduce(losses, { ...options, weights: weights && wide(weights) });
}
