import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';
import { clipped, forEachPlace, shifted } from './places.ts';

/**
 * One step of RMSProp at `count` places, n elements in all, as PyTorch's. g = clipped gradient + decay * value;
 * square = alpha * square + (1 - alpha) * g^2; if `mean` is not NONE (centered), mean += (1 - alpha) * (g - mean) and
 * the root is of square - mean^2; step = g / (root + epsilon); if `momentum` is not NONE,
 * step = momentum = factor * momentum + step; value -= rate * step. Clipped: times `scale`, within +-limit.
 */
export const rmspropStep = kernel(
  'rmspropStep',
  [
    ...['value', 'gradient', 'square', 'mean', 'momentum', 'places', 'count', 'n', 'scale', 'limit'],
    ...['rate', 'alpha', 'factor', 'epsilon', 'decay'],
  ] as const,
  ({ f, i }, { value, gradient, square, mean, momentum, scale, limit, ...numbers }) => {
    const { rate, alpha, factor, epsilon, decay, ...table } = numbers;
    forEachPlace(i, table, (place) => {
      const [v, d] = [shifted(value, place.value), shifted(gradient, place.gradient)];
      for (let j = 0; j < place.length; j++) {
        const g = clipped(f[d + j], scale, limit) + decay * f[v + j];
        const at = place.at + j;
        const s = alpha * f[shifted(square, at)] + (1 - alpha) * g * g;
        f[shifted(square, at)] = s;
        let variance = s;
        if (mean !== NONE) {
          const m = f[shifted(mean, at)] + (1 - alpha) * (g - f[shifted(mean, at)]);
          f[shifted(mean, at)] = m;
          variance = Math.max(0, s - m * m);
        }
        let step = g / (Math.sqrt(variance) + epsilon);
        if (momentum !== NONE) {
          step = factor * f[shifted(momentum, at)] + step;
          f[shifted(momentum, at)] = step;
        }
        f[v + j] -= rate * step;
      }
    });
  },
  ({ n }) => 8 * n,
);
