import type { BuiltinSeries } from './builtinSeries.ts';

/** 284 years: a cycle of about 11 years, steep up and slow down, of uneven height. */
export const yearlySunspots: BuiltinSeries = {
  name: 'yearly-sunspots',
  title: 'Yearly mean sunspot numbers, 1700 to 1983',
  unit: 'relative sunspot number (Wolf)',
  source: 'M. Waldmeier, The Sunspot-Activity in the Years 1610-1960, 1961, and its continuation from Zurich',
  frequency: { unit: 'month', every: 12, regular: true, day: 1, clock: 0 },
  firstYear: 1700,
  // A line for each decade.
  values: [
    [9, 4, 7, 8, 7, 2, 6, 2, 4, 6],
    [9, 9, 2, 1, 4, 9, 4, 8, 8, 1],
    [8, 6, 5, 8, 6, 8, 5, 4, 9, 8],
    [1, 5, 8, 2, 1, 9, 9, 1, 9, 6],
    [9, 3, 4, 1, 8, 5, 1, 5, 2, 1],
    [1, 1, 5, 4, 2, 9, 4, 8, 1, 1],
    [9, 6, 6, 8, 5, 6, 3, 6, 2, 9],
    [8, 5, 5, 2, 9, 5, 3, 2, 7, 6],
    [7, 2, 7, 1, 5, 5, 7, 3, 6, 5],
    [1, 6, 7, 3, 7, 8, 8, 8, 2, 1],
    [5, 3, 3, 6, 2, 6, 2, 7, 3, 4],
    [4, 3, 3, 7, 7, 5, 2, 4, 1, 8],
    [3, 1, 6, 1, 8, 2, 7, 1, 5, 7],
    [4, 5, 8, 5, 9, 6, 7, 6, 4, 6],
    [4, 1, 9, 6, 6, 6, 1, 2, 8, 7],
    [3, 9, 8, 9, 7, 2, 1, 7, 7, 1],
    [7, 4, 6, 8, 8, 5, 6, 3, 6, 2],
    [6, 6, 3, 7, 9, 4, 5, 9, 4, 7],
    [2, 8, 3, 9, 5, 9, 2, 1, 8, 9],
    [5, 5, 6, 9, 5, 5, 6, 5, 5, 4],
    [6, 4, 9, 6],
  ].flat(),
};
