import { kernel } from './kernel.ts';

/**
 * One step of Adagrad for n elements, as PyTorch's. g = gradient + decay * value; sum += g^2;
 * value -= rate * g / (sqrt(sum) + epsilon).
 */
export const adagradStep = kernel(
  'adagradStep',
  ['value', 'gradient', 'sum', 'n', 'rate', 'epsilon', 'decay'],
  ({ f }, { value, gradient, sum, n, rate, epsilon, decay }) => {
    for (let j = 0; j < n; j++) {
      const g = f[gradient + j] + decay * f[value + j];
      const s = f[sum + j] + g * g;
      f[sum + j] = s;
      f[value + j] -= (rate * g) / (Math.sqrt(s) + epsilon);
    }
  },
  ({ n }) => 8 * n,
);
