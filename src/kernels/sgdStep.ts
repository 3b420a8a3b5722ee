import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * One step of stochastic gradient descent for n elements, as PyTorch's SGD. With g = gradient + decay * value:
 * momentum = factor * momentum + g; the step is g (no momentum), momentum, or g + factor * momentum (nesterov);
 * value -= rate * step. `momentum` may be NONE.
 */
export const sgdStep = kernel(
  'sgdStep',
  ['value', 'gradient', 'momentum', 'n', 'rate', 'factor', 'nesterov', 'decay'],
  ({ f }, { value, gradient, momentum, n, rate, factor, nesterov, decay }) => {
    for (let j = 0; j < n; j++) {
      const g = f[gradient + j] + decay * f[value + j];
      let step = g;
      if (momentum !== NONE) {
        const m = factor * f[momentum + j] + g;
        f[momentum + j] = m;
        step = nesterov ? g + factor * m : m;
      }
      f[value + j] -= rate * step;
    }
  },
  ({ n }) => 2 * n,
);
