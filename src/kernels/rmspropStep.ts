import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';

/**
 * One step of RMSProp for n elements, as PyTorch's. g = gradient + decay * value;
 * square = alpha * square + (1 - alpha) * g^2; if `mean` is not NONE (centered), mean += (1 - alpha) * (g - mean) and
 * the root is of square - mean^2; step = g / (root + epsilon); if `momentum` is not NONE,
 * step = momentum = factor * momentum + step; value -= rate * step.
 */
export const rmspropStep = kernel(
  'rmspropStep',
  ['value', 'gradient', 'square', 'mean', 'momentum', 'n', 'rate', 'alpha', 'factor', 'epsilon', 'decay'],
  ({ f }, { value, gradient, square, mean, momentum, n, rate, alpha, factor, epsilon, decay }) => {
    for (let j = 0; j < n; j++) {
      const g = f[gradient + j] + decay * f[value + j];
      const s = alpha * f[square + j] + (1 - alpha) * g * g;
      f[square + j] = s;
      let variance = s;
      if (mean !== NONE) {
        const m = f[mean + j] + (1 - alpha) * (g - f[mean + j]);
        f[mean + j] = m;
        variance = Math.max(0, s - m * m);
      }
      let step = g / (Math.sqrt(variance) + epsilon);
      if (momentum !== NONE) {
        step = factor * f[momentum + j] + step;
        f[momentum + j] = step;
      }
      f[value + j] -= rate * step;
    }
  },
  ({ n }) => 8 * n,
);
