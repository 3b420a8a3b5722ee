import { kernel } from './kernel.ts';
import { clipped, forEachPlace, shifted } from './places.ts';

/**
 * One step of Adagrad at `count` places, n elements in all, as PyTorch's. g = clipped gradient + decay * value;
 * sum += g^2; value -= rate * g / (sqrt(sum) + epsilon). Clipped: times `scale`, within +-limit.
 */
export const adagradStep = kernel(
  'adagradStep',
  [
    ...['value', 'gradient', 'sum', 'places', 'count', 'n', 'scale', 'limit'],
    ...['rate', 'epsilon', 'decay'],
  ] as const,
  ({ f, i }, { value, gradient, sum, scale, limit, rate, epsilon, decay, ...table }) => {
    forEachPlace(i, table, (place) => {
      const [v, d] = [shifted(value, place.value), shifted(gradient, place.gradient)];
      const at = shifted(sum, place.at);
      for (let j = 0; j < place.length; j++) {
        const g = clipped(f[d + j], scale, limit) + decay * f[v + j];
        const s = f[at + j] + g * g;
        f[at + j] = s;
        f[v + j] -= (rate * g) / (Math.sqrt(s) + epsilon);
      }
    });
  },
  ({ n }) => 8 * n,
);
