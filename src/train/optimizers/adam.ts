import { adamStep } from '../../kernels/adamStep.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { makeOptimizer, type Optimizer } from './optimizer.ts';

export interface AdamOptions {
  /** How much of the mean of gradients, and of that of their squares, is kept in a step; default 0.9 and 0.999. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to the root of the mean square; default 1e-8. */
  readonly epsilon?: number;
  /** L2 penalty: this times the value is added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/** Adam and AdamW: `decoupled` takes the decay from the value, not into the gradient. */
export function makeAdam(
  name: string,
  parameters: Parameters,
  options: AdamOptions & { readonly decoupled: boolean },
): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decoupled } = options;
  checkNumber(name, 'beta1', beta1, { least: 0, below: 1 });
  checkNumber(name, 'beta2', beta2, { least: 0, below: 1 });
  checkNumber(name, 'epsilon', epsilon, { above: 0 });
  checkNumber(name, 'weightDecay', weightDecay, { least: 0 });
  return makeOptimizer(parameters, {
    name,
    moments: { mean: 0, square: 0 },
    update: (context, places, step, rate) => {
      context.run(adamStep, {
        ...places,
        rate: rate / (1 - beta1 ** step),
        beta1,
        beta2,
        root: Math.sqrt(1 - beta2 ** step),
        epsilon,
        keep: decoupled ? 1 - rate * weightDecay : 1,
        decay: decoupled ? 0 : weightDecay,
      });
    },
  });
}

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015). PyTorch's update. Throws `bad-argument`.
 */
export function adam(parameters: Parameters, options: AdamOptions = {}): Optimizer {
  return makeAdam('adam', parameters, { ...options, decoupled: false });
}
