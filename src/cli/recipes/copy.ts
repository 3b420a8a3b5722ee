import { memoryRecipe } from './memoryRecipe.ts';

/** The copying memory task over a delay of 1,000 steps. Published: an LSTM at chance (Bai, Kolter & Koltun, 2018). */
export const recipe = memoryRecipe({
  name: 'copy',
  problem: 'copy',
  summary: 'ten symbols remembered over 1,000 steps, about five minutes; cross-entropy in nats',
  metric: 'cross-entropy in nats',
  settings: {
    length: 1000,
    curriculum: true,
    cell: 'gru',
    chrono: 0,
    hidden: 128,
    batch: 32,
    lr: 0.01,
    steps: 5000,
  },
  published: 0.0204,
});
