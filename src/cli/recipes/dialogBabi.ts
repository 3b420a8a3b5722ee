import type { ChatOptions } from '../../tasks/chat/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits } from './runOnSplits.ts';

/** The tasks, and the accuracy of replies of a memory network. */
const tasks = [
  ['task1-API-calls', 99.9],
  ['task2-API-refine', 100],
  ['task3-options', 74.9],
  ['task4-phone-address', 59.5],
  ['task5-full-dialogs', 96.1],
] as const;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const fileOf = (name: string, split: string): string => `dialog-babi/dialog-babi-${name}-${split}.txt.gz`;

/** Settings are chosen on the development files, which also choose the best weights. */
const settings: ChatOptions = {
  hierarchical: true,
  hidden: 96,
  embedding: 64,
  dropout: 0.1,
  batch: 8,
  lr: 0.005,
  epochs: 24,
};

/**
 * Talks in which a table is booked (Bordes, Boureau and Weston, 2017), a model for each of the five tasks, which writes its
 * replies word by word. The published figures are those of a memory network in the same paper, which chooses among all replies
 * of the data.
 */
export const recipe: Recipe = {
  name: 'dialog-babi',
  summary: 'talks in which a table is booked, five tasks, ten minutes; mean accuracy of replies in percent',
  files: tasks.flatMap(([name]) => ['trn', 'dev', 'tst'].map((split) => fileOf(name, split))),
  async run(folder, options) {
    const { host, seed, out } = options;
    const runs = [];
    for (const [name] of tasks) {
      const path = (split: string): string => host.platform.files.join(folder, fileOf(name, split));
      runs.push(
        await runOnSplits(
          'chat',
          { train: path('trn'), test: path('tst') },
          { ...settings, validFile: path('dev'), seed } as TrainingOptions,
          {},
          { ...options, out: `${out}-${name}` },
        ),
      );
    }
    const own = runs.map(({ scores }) => scores.accuracy);
    return {
      name: 'dialog-babi',
      metric: `mean accuracy of replies in percent (${own.map((value) => value.toFixed(1)).join(', ')})`,
      figure: mean(own),
      seeds: [seed],
      published: mean(tasks.map(([, published]) => published)),
      baseline: mean(runs.map(({ baseline }) => baseline.accuracy)),
      minutes: runs.reduce((sum, { minutes }) => sum + minutes, 0),
    };
  },
};
