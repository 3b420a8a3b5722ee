import { loadTask } from '../tasks.ts';
import { shellLine } from '../output/shellLine.ts';
import { runTraining } from '../training/runTraining.ts';
import type { Recipe } from './recipe.ts';

const FILE = 'tiny-shakespeare/input.txt.gz';

/** One layer of 512 units; nine times through the text. */
const settings = {
  validFraction: 0.1,
  epochs: 9,
  hidden: 512,
  layers: 1,
  embedding: 64,
  batch: 32,
  context: 100,
  lr: 0.003,
  dropout: 0.2,
};

/**
 * Characters of Shakespeare: the first 90 % to train on, the last 10 % to validate on (Karpathy, char-rnn, 2015). The
 * figure is the validation loss in nats per character.
 */
export const recipe: Recipe = {
  name: 'tiny-shakespeare',
  summary:
    'a character model of Shakespeare, ten minutes on a processor; validation loss in nats per character',
  files: [FILE],
  async run(folder, { host, engine, seed, quiet, out }) {
    const task = await loadTask(host.tasks, 'generate');
    const path = host.platform.files.join(folder, FILE);
    const { model, data, seconds } = await runTraining(host, {
      task,
      paths: [path],
      options: { ...settings, seed },
      engine: { backend: 'native', ...engine },
      folder: out,
      intent: { overwrite: true },
      quiet,
      resumeLine: shellLine('npx', 'unrolled', 'train', 'generate', path, '--out', out, '--resume'),
    });
    const predictor = await task.open(model, engine);
    const { columns, rows } = await predictor.evaluate(data, {});
    predictor.close();
    const metric = columns[0];
    return {
      name: 'tiny-shakespeare',
      metric,
      figure: rows[0].values[0],
      seeds: [seed],
      published: null,
      baseline: rows[1]?.values[0] ?? null,
      minutes: seconds / 60,
    };
  },
};
