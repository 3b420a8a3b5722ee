import { kernel } from './kernel.ts';

/**
 * One step of Adam or AdamW for n elements, as PyTorch's. v = keep * value (keep = 1 but for decoupled decay),
 * g = gradient + decay * value; mean += (1 - beta1) * (g - mean); square = beta2 * square + (1 - beta2) * g^2;
 * value = v - rate * mean / (sqrt(square) / root + epsilon). The caller corrects for the zero start:
 * rate = learning rate / (1 - beta1^t), root = sqrt(1 - beta2^t).
 */
export const adamStep = kernel(
  'adamStep',
  ['value', 'gradient', 'mean', 'square', 'n', 'rate', 'beta1', 'beta2', 'root', 'epsilon', 'keep', 'decay'],
  ({ f }, { value, gradient, mean, square, n, rate, beta1, beta2, root, epsilon, keep, decay }) => {
    for (let j = 0; j < n; j++) {
      const g = f[gradient + j] + decay * f[value + j];
      const m = f[mean + j] + (1 - beta1) * (g - f[mean + j]);
      const s = beta2 * f[square + j] + (1 - beta2) * g * g;
      f[mean + j] = m;
      f[square + j] = s;
      f[value + j] = keep * f[value + j] - (rate * m) / (Math.sqrt(s) / root + epsilon);
    }
  },
  ({ n }) => 8 * n,
);
