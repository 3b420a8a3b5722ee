import { adagradStep } from '../../kernels/adagradStep.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { makeOptimizer, type Optimizer } from './optimizer.ts';

export interface AdagradOptions {
  /** The rate of step t = 1, 2, ... is divided by 1 + (t - 1) * rateDecay; default 0. */
  readonly rateDecay?: number;
  /** What the sum of squares starts with; default 0. */
  readonly start?: number;
  /** Added to the root of the sum; default 1e-10. */
  readonly epsilon?: number;
  /** L2 penalty: this times the value is added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization",
 * 2011). PyTorch's update. Throws `bad-argument`.
 */
export function adagrad(parameters: Parameters, options: AdagradOptions = {}): Optimizer {
  const { rateDecay = 0, start = 0, epsilon = 1e-10, weightDecay: decay = 0 } = options;
  checkNumber('adagrad', 'rateDecay', rateDecay, { least: 0 });
  checkNumber('adagrad', 'start', start, { least: 0 });
  checkNumber('adagrad', 'epsilon', epsilon, { above: 0 });
  checkNumber('adagrad', 'weightDecay', decay, { least: 0 });
  return makeOptimizer(parameters, {
    name: 'adagrad',
    moments: { sum: start },
    update: (context, places, step, rate) => {
      const slowed = rate / (1 + (step - 1) * rateDecay);
      context.run(adagradStep, { ...places, rate: slowed, epsilon, decay });
    },
  });
}
