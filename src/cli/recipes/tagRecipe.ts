import type { TagOptions } from '../../tasks/tag/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import type { Recipe, RecipeOptions } from './recipe.ts';

/** What a run of a tagger gives: scores on the test split by their names, and those of the baseline. */
export interface TagRun {
  readonly scores: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly minutes: number;
}

/** The splits of a data set, below the data folder. Settings are chosen on `train` and `valid` only. */
export interface Splits {
  readonly train: string;
  readonly valid: string;
  readonly test: string;
}

/** Trains on one split, keeps the best weights on another, and reads the test split once, for the figure. */
export async function runTagger(
  folder: string,
  splits: Splits,
  settings: TagOptions,
  { host, engine, quiet, out }: RecipeOptions,
): Promise<TagRun> {
  const { files } = host.platform;
  const task = await loadTask(host.tasks, 'tag');
  const path = files.join(folder, splits.train);
  const options: TagOptions = {
    ...settings,
    validFile: files.join(folder, splits.valid),
    skipBad: true,
  };
  const { model, seconds } = await runTraining(host, {
    task,
    paths: [path],
    options: options as TrainingOptions,
    engine: { backend: 'native', ...engine },
    folder: out,
    intent: { overwrite: true },
    quiet,
    resumeLine: shellLine('npx', 'unrolled', 'train', 'tag', path, '--out', out, '--resume'),
  });
  const reading: TagOptions = {
    ...(settings.column !== undefined && { column: settings.column }),
    skipBad: true,
  };
  const test = await task.read(host.platform, [files.join(folder, splits.test)], reading, model.manifest);
  const predictor = await task.open(model, engine);
  const { columns, rows } = await predictor.evaluate(test, {});
  predictor.close();
  const named = (values: readonly number[]): Record<string, number> =>
    Object.fromEntries(columns.map((column, k) => [column, values[k]]));
  return { scores: named(rows[0].values), baseline: named(rows[1].values), minutes: seconds / 60 };
}

/** A recipe whose figure is one score of one tagger. */
export function tagRecipe(recipe: {
  readonly name: string;
  readonly summary: string;
  readonly splits: Splits;
  /** The files to look for, where the splits are folders. */
  readonly files?: readonly string[];
  readonly settings: TagOptions;
  /** The name of the score, and what it is called. */
  readonly score: string;
  readonly metric: string;
  readonly published: number | null;
}): Recipe {
  const { name, summary, splits, settings, score, metric, published } = recipe;
  return {
    name,
    summary,
    files: recipe.files ?? Object.values(splits),
    async run(folder, options) {
      const { seed } = options;
      const { scores, baseline, minutes } = await runTagger(folder, splits, { ...settings, seed }, options);
      return {
        name,
        metric,
        figure: scores[score],
        seeds: [seed],
        published,
        baseline: baseline[score],
        minutes,
      };
    },
  };
}
