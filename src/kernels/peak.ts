import { kernel } from './kernel.ts';

/**
 * y = y * factor + term, `rounds` times, for every element of y[n]: independent chains of multiply-adds that stay in
 * registers. It measures the most that a processor can do; `bench` puts the time of real work beside it.
 */
export const peak = kernel(
  'peak',
  ['y', 'n', 'rounds', 'factor', 'term'],
  ({ f }, { y, n, rounds, factor, term }) => {
    for (let j = y; j < y + n; j++) {
      for (let round = 0; round < rounds; round++) f[j] = f[j] * factor + term;
    }
  },
  ({ n, rounds }) => n * rounds,
);
