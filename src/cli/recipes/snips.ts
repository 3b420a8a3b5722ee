import type { Recipe } from './recipe.ts';
import { runTagger } from './tagRecipe.ts';

const splits = { train: 'snips-slots/train', valid: 'snips-slots/valid', test: 'snips-slots/test' };

/**
 * Intents and slots of spoken requests in one model. The published figure is that of a slot-gated bidirectional LSTM
 * (Goo et al., 2018): slot F1 88.8, intents 97.0 %.
 */
export const recipe: Recipe = {
  name: 'snips',
  summary:
    'intents and slots of requests in one model, about eight minutes; slot F1 in percent, and the intents',
  files: ['train/seq.in.gz', 'train/seq.out.gz', 'train/label', 'valid/seq.in', 'test/seq.in'].map(
    (file) => `snips-slots/${file}`,
  ),
  async run(folder, options) {
    const { seed } = options;
    const settings = { hidden: 128, dropout: 0.5, batch: 16, epochs: 16, seed };
    const { scores, baseline, minutes } = await runTagger(folder, splits, settings, options);
    return {
      name: 'snips',
      metric: `slot F1 (intents right: ${scores.label.toFixed(2)} %, published 97.0)`,
      figure: scores.F1,
      seeds: [seed],
      published: 88.8,
      baseline: baseline.F1,
      minutes,
    };
  },
};
