import { mnistPixels } from './mnistPixels.ts';

/** Pixels in their order, row by row. The published figure is that of a GRU of about 70,000 weights (Bai, Kolter and Koltun, 2018). */
export const recipe = mnistPixels({
  name: 'sequential-mnist',
  summary: 'digits read one pixel at a time, about half an hour; accuracy in percent',
  published: 96.2,
});
