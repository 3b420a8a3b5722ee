import { kernel } from './kernel.ts';
import { CHUNK } from './sum.ts';

/** parts[ceil(n / 4096)] = the sum of x^2 over each chunk of 4096 elements of x[n]. Not finite if an element is not. */
export const sumOfSquares = kernel(
  'sumOfSquares',
  ['x', 'parts', 'n'],
  ({ f }, { x, parts, n }) => {
    for (let from = 0; from < n; from += CHUNK) {
      let part = 0;
      for (let j = from; j < Math.min(n, from + CHUNK); j++) part += f[x + j] * f[x + j];
      f[parts + from / CHUNK] = part;
    }
  },
  ({ n }) => n,
);

/** parts[ceil(n / 4096)] = how many elements of each chunk of x[n] are infinite or NaN. */
export const countNotFinite = kernel(
  'countNotFinite',
  ['x', 'parts', 'n'],
  ({ f }, { x, parts, n }) => {
    for (let from = 0; from < n; from += CHUNK) {
      let count = 0;
      for (let j = from; j < Math.min(n, from + CHUNK); j++) count += Number.isFinite(f[x + j]) ? 0 : 1;
      f[parts + from / CHUNK] = count;
    }
  },
  ({ n }) => n,
);
