import type { TagOptions } from '../../tasks/tag/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { Recipe, RecipeOptions } from './recipe.ts';
import { runOnSplits, type SplitRun } from './runOnSplits.ts';

/** The splits of a data set, below the data folder. Settings are chosen on `train` and `valid` only. */
export interface Splits {
  readonly train: string;
  readonly valid: string;
  readonly test: string;
}

/** Trains on one split, keeps the best weights on another, and reads the test split once, for the figure. */
export function runTagger(
  folder: string,
  splits: Splits,
  settings: TagOptions,
  options: RecipeOptions,
): Promise<SplitRun> {
  const at = (split: string): string => options.host.platform.files.join(folder, split);
  const training: TagOptions = { ...settings, validFile: at(splits.valid), skipBad: true };
  const reading: TagOptions = {
    ...(settings.column !== undefined && { column: settings.column }),
    skipBad: true,
  };
  return runOnSplits(
    'tag',
    { train: at(splits.train), test: at(splits.test) },
    training as TrainingOptions,
    reading as TrainingOptions,
    options,
  );
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
