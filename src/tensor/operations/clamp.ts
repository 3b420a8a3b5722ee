import type { Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { slope, unary } from './unary.ts';

/** x limited to [low, high] by element; the gradient is 0 where x lies outside. */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  const limits = { a: low, b: high };
  return unary('clamp', x, (gradient) => multiply(gradient, slope('clamp', x, limits)), limits);
}
