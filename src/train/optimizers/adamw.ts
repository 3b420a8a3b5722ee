import type { Parameters } from '../../nn/parameters.ts';
import { type AdamOptions, makeAdam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): each step
 * multiplies the value by 1 - rate * weightDecay. Default weightDecay 0.01. PyTorch's update. Throws `bad-argument`.
 */
export function adamw(parameters: Parameters, options: AdamOptions = {}): Optimizer {
  return makeAdam('adamw', parameters, { weightDecay: 0.01, ...options, decoupled: true });
}
