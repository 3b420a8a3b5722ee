import type { TreeOptions } from '../../tasks/tree/options.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits } from './runOnSplits.ts';

const [train, test] = ['sst-trees/train.txt.gz', 'sst-trees/dev.txt'];

/** Settings are chosen on a tenth of the training split. */
const settings: TreeOptions = {
  composition: 'n-ary',
  hidden: 150,
  embedding: 100,
  dropout: 0.5,
  batch: 25,
  lr: 0.05,
  weightDecay: 1e-4,
  minCount: 2,
  epochs: 15,
  maxMinutes: 18,
};

/** Sentiment of phrases in five degrees, with a constituency Tree-LSTM and no pretrained vectors. */
export const recipe: Recipe = {
  name: 'sst-trees',
  summary: 'Stanford Sentiment Treebank, a Tree-LSTM without pretrained vectors; the development split',
  files: [train, test],
  async run(folder, options) {
    const { host, seed } = options;
    const at = (split: string): string => host.platform.files.join(folder, split);
    const { scores, baseline, minutes } = await runOnSplits(
      'tree',
      { train: at(train), test: at(test) },
      { ...settings, seed },
      {},
      options,
    );
    return {
      name: 'sst-trees',
      metric: `accuracy at the root in percent (two classes: ${scores['root, binary'].toFixed(1)})`,
      figure: scores.root,
      seeds: [seed],
      published: 51,
      baseline: baseline.root,
      minutes,
    };
  },
};
