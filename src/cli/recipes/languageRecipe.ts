import type { GenerateOptions } from '../../tasks/generate/options.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import type { Recipe } from './recipe.ts';

interface LanguageRecipe {
  readonly name: string;
  readonly summary: string;
  /** Texts in the folder of data. */
  readonly train: string;
  /** To keep the best weights by; by default the end of the training text, as the settings say. */
  readonly valid?: string;
  /** What the figure is of; by default what is held out to validate on. */
  readonly test?: string;
  readonly settings: GenerateOptions;
  /** The column of the evaluation that is the figure. */
  readonly metric: (column: string) => boolean;
  readonly published: number | null;
}

/** A recipe that trains a language model on one text and scores it on another, the state carried through all of that. */
export const languageRecipe = ({
  name,
  summary,
  train,
  valid,
  test,
  settings,
  ...figure
}: LanguageRecipe): Recipe => ({
  name,
  summary,
  files: [train, valid, test].filter((file) => file !== undefined),
  async run(folder, { host, engine, seed, quiet, out }) {
    const { join } = host.platform.files;
    const task = await loadTask(host.tasks, 'generate');
    const path = join(folder, train);
    const { model, data, seconds } = await runTraining(host, {
      task,
      paths: [path],
      options: { ...settings, seed, ...(valid === undefined ? {} : { validFile: join(folder, valid) }) },
      engine: { backend: 'native', ...engine },
      folder: out,
      intent: { overwrite: true },
      quiet,
      resumeLine: shellLine('npx', 'unrolled', 'train', 'generate', path, '--out', out, '--resume'),
    });
    const predictor = await task.open(model, engine);
    const scored =
      test === undefined ? data : await task.read(host.platform, [join(folder, test)], {}, model.manifest);
    const { columns, rows } = await predictor.evaluate(scored, {});
    predictor.close();
    const column = columns.findIndex(figure.metric);
    return {
      name,
      metric: columns[column],
      figure: rows[0].values[column],
      seeds: [seed],
      published: figure.published,
      baseline: rows[1].values[column],
      minutes: seconds / 60,
    };
  },
});
