import { NONE } from '../../kernels/memory.ts';
import { sgdStep } from '../../kernels/sgdStep.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { fail } from '../../support/errors.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { makeOptimizer, type Optimizer } from './optimizer.ts';

export interface SgdOptions {
  /** How much of the last step goes into the next; 0 (the default): no momentum. */
  readonly momentum?: number;
  /** Looks ahead by one step of momentum. */
  readonly nesterov?: boolean;
  /** L2 penalty: this times the value is added to the gradient. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent (Robbins and Monro, "A stochastic approximation method", 1951) with momentum (Polyak,
 * 1964) or Nesterov's (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013).
 * PyTorch's update. Throws `bad-argument`.
 */
export function sgd(parameters: Parameters, options: SgdOptions = {}): Optimizer {
  const { momentum: factor = 0, nesterov = false, weightDecay: decay = 0 } = options;
  checkNumber('sgd', 'momentum', factor, { least: 0, below: 1 });
  checkNumber('sgd', 'weightDecay', decay, { least: 0 });
  if (nesterov && factor === 0)
    fail('bad-argument', 'sgd', 'nesterov without momentum', 'Give a momentum too, as 0.9');
  const moments: Readonly<Record<string, number>> = factor > 0 ? { momentum: 0 } : {};
  return makeOptimizer(parameters, {
    name: 'sgd',
    moments,
    update: (context, { momentum = NONE, ...places }, _, rate) => {
      context.run(sgdStep, { ...places, momentum, rate, factor, nesterov: Number(nesterov), decay });
    },
  });
}
