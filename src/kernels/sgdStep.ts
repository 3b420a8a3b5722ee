import { kernel } from './kernel.ts';
import { NONE } from './memory.ts';
import { clipped, forEachPlace, shifted } from './places.ts';

/**
 * One step of stochastic gradient descent at `count` places, n elements in all, as PyTorch's SGD. With
 * g = clipped gradient + decay * value: momentum = factor * momentum + g; the step is g (no momentum), momentum, or
 * g + factor * momentum (nesterov); value -= rate * step. `momentum` may be NONE. Clipped: times `scale`, within +-limit.
 */
export const sgdStep = kernel(
  'sgdStep',
  [
    ...['value', 'gradient', 'momentum', 'places', 'count', 'n', 'scale', 'limit'],
    ...['rate', 'factor', 'nesterov', 'decay'],
  ] as const,
  ({ f, i }, { value, gradient, momentum, scale, limit, rate, factor, nesterov, decay, ...table }) => {
    forEachPlace(i, table, (place) => {
      const [v, d] = [shifted(value, place.value), shifted(gradient, place.gradient)];
      for (let j = 0; j < place.length; j++) {
        const g = clipped(f[d + j], scale, limit) + decay * f[v + j];
        let step = g;
        if (momentum !== NONE) {
          const at = shifted(momentum, place.at) + j;
          const m = factor * f[at] + g;
          f[at] = m;
          step = nesterov ? g + factor * m : m;
        }
        f[v + j] -= rate * step;
      }
    });
  },
  ({ n }) => 2 * n,
);
