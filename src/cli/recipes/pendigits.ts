import { classifyRecipe } from './classifyRecipe.ts';

/** Digits as the strokes of a pen, eight points each; other writers in the test split (Alimoğlu and Alpaydın, 1996). */
export const recipe = classifyRecipe({
  name: 'pendigits',
  summary: 'digits as strokes of a pen, about a minute; accuracy in percent',
  train: 'pendigits/pendigits.tra.gz',
  test: 'pendigits/pendigits.tes',
  settings: { channels: ['x', 'y'], cell: 'gru', hidden: 96, bidirectional: true, epochs: 40 },
  published: null,
});
