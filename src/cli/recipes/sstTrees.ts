import type { TreeOptions } from '../../tasks/tree/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits, type SplitRun } from './runOnSplits.ts';

const [train, test] = ['sst-trees/train.txt.gz', 'sst-trees/dev.txt'];

const common: TreeOptions = { lowercase: true, minCount: 2, wordLr: 0.1, validFraction: 0 };
const lstm: TreeOptions = { ...common, lr: 0.02, weightDecay: 1e-4, dropout: 0.5, batch: 25 };

/**
 * Settings were chosen on a tenth of the training split. Each sequential LSTM reads the words of every phrase and has
 * as many weights, those of words aside, as the recursive network before it, and vectors of words of the same size.
 */
const models: Readonly<Record<string, TreeOptions>> = {
  'Tree-LSTM': { ...lstm, composition: 'n-ary', hidden: 150, embedding: 100, epochs: 4 },
  'LSTM of its size': { ...lstm, composition: 'sequence', hidden: 221, embedding: 100, epochs: 5 },
  'tensor network': {
    ...common,
    composition: 'tensor',
    hidden: 30,
    lr: 0.002,
    weightDecay: 0.003,
    dropout: 0.3,
    batch: 16,
    epochs: 12,
  },
  'LSTM of that size': { ...lstm, composition: 'sequence', hidden: 150, embedding: 30, epochs: 5 },
};

/** Sentiment of phrases in five degrees, with recursive networks beside sequential ones and no pretrained vectors. */
export const recipe: Recipe = {
  name: 'sst-trees',
  summary:
    'Stanford Sentiment Treebank, recursive networks beside LSTMs over words, no pretrained vectors; the development split',
  files: [train, test],
  async run(folder, options) {
    const { host, seed } = options;
    const { join } = host.platform.files;
    const splits = { train: join(folder, train), test: join(folder, test) };
    const runs: Record<string, SplitRun> = {};
    for (const [name, settings] of Object.entries(models)) {
      const training = { ...settings, seed } as TrainingOptions;
      const out = join(options.out, String(settings.composition) + String(settings.hidden));
      runs[name] = await runOnSplits('tree', splits, training, {}, { ...options, out });
    }
    const { 'Tree-LSTM': best } = runs;
    return {
      name: 'sst-trees',
      metric: `accuracy of the Tree-LSTM at the root in percent (five classes / two / all nodes: ${described(runs)})`,
      figure: best.scores.root,
      seeds: [seed],
      published: 51,
      baseline: best.baseline.root,
      minutes: Object.values(runs).reduce((sum, { minutes }) => sum + minutes, 0),
    };
  },
};

/** Each model's accuracies at roots in five classes and in two, and over all nodes. */
function described(runs: Readonly<Record<string, SplitRun>>): string {
  return Object.entries(runs)
    .map(([name, { scores }]) => {
      const values = [scores.root, scores['root, binary'], scores['all nodes']];
      return `${name}: ${values.map((value) => value.toFixed(1)).join(' / ')}`;
    })
    .join(', ');
}
