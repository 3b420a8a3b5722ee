import { abs } from '../operations/abs.ts';
import { add } from '../operations/add.ts';
import { clamp } from '../operations/clamp.ts';
import { multiply } from '../operations/multiply.ts';
import { square } from '../operations/square.ts';
import { subtract } from '../operations/subtract.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';

/**
 * By element with e = prediction - target: e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2). (Huber, 1964.)
 * Throws `shape-mismatch`.
 */
export function huber(
  prediction: Tensor,
  target: Tensor,
  { delta = 1, ...options }: LossOptions & { readonly delta?: number } = {},
): Tensor {
  checkSameShape('huber', { prediction, target });
  const size = abs(subtract(prediction, observed(target, options.weights)));
  const inside = clamp(size, 0, delta);
  return reduce(add(multiply(square(inside), 0.5), multiply(subtract(size, inside), delta)), options);
}
