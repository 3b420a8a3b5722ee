import { NONE } from '../../kernels/memory.ts';
import { rmspropStep } from '../../kernels/rmspropStep.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { makeOptimizer, type Optimizer } from './optimizer.ts';

export interface RmspropOptions {
  /** How much of the mean of squares is kept in a step; default 0.99. */
  readonly alpha?: number;
  /** Added to the root of the mean square; default 1e-8. */
  readonly epsilon?: number;
  /** How much of the last step goes into the next; default 0. */
  readonly momentum?: number;
  /** Divides by the gradient's standard deviation instead of its root mean square (Graves, 2013). */
  readonly centered?: boolean;
  /** L2 penalty: this times the value is added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * RMSProp (Tieleman and Hinton, Coursera lecture 6.5, 2012; centered: Graves, "Generating sequences with recurrent
 * neural networks", 2013). PyTorch's update. Throws `bad-argument`.
 */
export function rmsprop(parameters: Parameters, options: RmspropOptions = {}): Optimizer {
  const {
    alpha = 0.99,
    epsilon = 1e-8,
    momentum: factor = 0,
    centered = false,
    weightDecay: decay = 0,
  } = options;
  checkNumber('rmsprop', 'alpha', alpha, { least: 0, below: 1 });
  checkNumber('rmsprop', 'epsilon', epsilon, { above: 0 });
  checkNumber('rmsprop', 'momentum', factor, { least: 0, below: 1 });
  checkNumber('rmsprop', 'weightDecay', decay, { least: 0 });
  const start: Readonly<Record<string, number>> = {
    square: 0,
    ...(centered ? { mean: 0 } : {}),
    ...(factor > 0 ? { momentum: 0 } : {}),
  };
  return makeOptimizer(parameters, {
    name: 'rmsprop',
    moments: start,
    update: (context, { square, mean = NONE, momentum = NONE, ...places }, _, rate) => {
      const numbers = { rate, alpha, factor, epsilon, decay };
      context.run(rmspropStep, { ...places, square, mean, momentum, ...numbers });
    },
  });
}
