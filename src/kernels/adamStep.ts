import { kernel } from './kernel.ts';
import { clipped, forEachPlace, shifted } from './places.ts';

/**
 * One step of Adam or AdamW at `count` places, n elements in all, as PyTorch's. v = keep * value (keep = 1 but for
 * decoupled decay), g = clipped gradient + decay * value; mean += (1 - beta1) * (g - mean);
 * square = beta2 * square + (1 - beta2) * g^2; value = v - rate * mean / (sqrt(square) / root + epsilon). The caller
 * corrects for the zero start: rate = learning rate / (1 - beta1^t), root = sqrt(1 - beta2^t). Clipped: times `scale`,
 * within +-limit.
 */
export const adamStep = kernel(
  'adamStep',
  [
    ...['value', 'gradient', 'mean', 'square', 'places', 'count', 'n', 'scale', 'limit'],
    ...['rate', 'beta1', 'beta2', 'root', 'epsilon', 'keep', 'decay'],
  ] as const,
  ({ f, i }, { value, gradient, mean, square, scale, limit, ...numbers }) => {
    const { rate, beta1, beta2, root, epsilon, keep, decay, ...table } = numbers;
    forEachPlace(i, table, (place) => {
      const [v, d] = [shifted(value, place.value), shifted(gradient, place.gradient)];
      const [first, second] = [shifted(mean, place.at), shifted(square, place.at)];
      for (let j = 0; j < place.length; j++) {
        const g = clipped(f[d + j], scale, limit) + decay * f[v + j];
        const m = f[first + j] + (1 - beta1) * (g - f[first + j]);
        const s = beta2 * f[second + j] + (1 - beta2) * g * g;
        f[first + j] = m;
        f[second + j] = s;
        f[v + j] = keep * f[v + j] - (rate * m) / (Math.sqrt(s) / root + epsilon);
      }
    });
  },
  ({ n }) => 8 * n,
);
