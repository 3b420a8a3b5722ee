import { memoryRecipe } from './memoryRecipe.ts';

/** The adding problem over 600 steps. The published figure is that of an LSTM (Bai, Kolter & Koltun, 2018). */
export const recipe = memoryRecipe({
  name: 'adding',
  problem: 'adding',
  summary: 'the adding problem over 600 steps with an LSTM, under three minutes; mean squared error',
  metric: 'mean squared error',
  settings: { length: 600, curriculum: true, hidden: 64, batch: 50, lr: 0.003, steps: 8000 },
  published: 0.164,
});
