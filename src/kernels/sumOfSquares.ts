import { kernel } from './kernel.ts';
import { forEachPlace, shifted } from './places.ts';

/** parts[count] = the sum of gradient^2 over each place, n elements in all. Not finite if an element is not. */
export const sumOfSquares = kernel(
  'sumOfSquares',
  ['gradient', 'parts', 'places', 'count', 'n'],
  ({ f, i }, { gradient, parts, ...table }) => {
    forEachPlace(i, table, (place, row) => {
      const from = shifted(gradient, place.gradient);
      let part = 0;
      for (let j = 0; j < place.length; j++) part += f[from + j] * f[from + j];
      f[parts + row] = part;
    });
  },
  ({ n }) => n,
);
