import type { Recipe } from './recipe.ts';
import type { SplitRun } from './runOnSplits.ts';
import { runTagger } from './tagRecipe.ts';

const splits = {
  train: 'wnut17/wnut17train.conll.gz',
  valid: 'wnut17/emerging.dev.conll',
  test: 'wnut17/emerging.test.annotated',
};

const settings = { hidden: 100, dropout: 0.5, batch: 16, epochs: 12, lr: 0.003 };

const mean = (runs: readonly SplitRun[], of: (run: SplitRun) => number): number =>
  runs.reduce((sum, run) => sum + of(run), 0) / runs.length;

/**
 * Names that are new (Derczynski et al., 2017): a conditional random field beside a softmax, three seeds each. The
 * published figure is the best of the shared task, UH-RiTUAL, which had pretrained vectors and gazetteers.
 */
export const recipe: Recipe = {
  name: 'wnut17',
  summary: 'new names in posts, a conditional random field beside a softmax, three seeds each; F1 in percent',
  files: Object.values(splits),
  async run(folder, options) {
    const seeds = [0, 1, 2].map((k) => options.seed + k);
    const runs = { crf: [] as SplitRun[], softmax: [] as SplitRun[] };
    for (const seed of seeds) {
      for (const output of ['softmax', 'crf'] as const)
        runs[output].push(await runTagger(folder, splits, { ...settings, output, seed }, options));
    }
    const softmax = mean(runs.softmax, ({ scores }) => scores.F1);
    return {
      name: 'wnut17',
      metric: `F1 with a conditional random field (with a softmax ${softmax.toFixed(2)})`,
      figure: mean(runs.crf, ({ scores }) => scores.F1),
      seeds,
      published: 41.86,
      baseline: mean(runs.crf, ({ baseline }) => baseline.F1),
      minutes: [...runs.crf, ...runs.softmax].reduce((sum, { minutes }) => sum + minutes, 0),
    };
  },
};
