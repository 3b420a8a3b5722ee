import { kernel } from './kernel.ts';
import { forEachPlace, shifted } from './places.ts';

/** average += weight * (value - average) at `count` places, n elements in all: an exponential moving average in place. */
export const approach = kernel(
  'approach',
  ['value', 'average', 'places', 'count', 'n', 'weight'],
  ({ f, i }, { value, average, weight, ...table }) => {
    forEachPlace(i, table, (place) => {
      const [v, at] = [shifted(value, place.value), shifted(average, place.at)];
      for (let j = 0; j < place.length; j++) f[at + j] += weight * (f[v + j] - f[at + j]);
    });
  },
  ({ n }) => n,
);
