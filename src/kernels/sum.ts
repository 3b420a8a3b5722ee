import { kernel } from './kernel.ts';

/** Sums over more elements than this add the sums of chunks of this many, in order. */
export const CHUNK = 4096;

/**
 * y[outer, inner] = (sum over the middle axis of x[outer, axis, inner]) / divisor. Chunks of 4096 along the axis have
 * sums of their own, which are added in order. `axis` may be 0: then y is 0 / divisor.
 */
export const sum = kernel(
  'sum',
  ['x', 'y', 'outer', 'axis', 'inner', 'divisor'],
  ({ f }, { x, y, outer, axis, inner, divisor }) => {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let total = 0;
        for (let from = 0; from < axis; from += CHUNK) {
          let part = 0;
          const to = Math.min(axis, from + CHUNK);
          for (let j = from; j < to; j++) part += f[x + (o * axis + j) * inner + i];
          total += part;
        }
        f[y + o * inner + i] = total / divisor;
      }
    }
  },
  ({ outer, axis, inner }) => outer * axis * inner,
);
