import type { ClassifyOptions } from '../../tasks/classify/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits } from './runOnSplits.ts';

/** A recipe whose figure is the accuracy of one classifier. Settings are chosen on a part of the training split only. */
export function classifyRecipe(recipe: {
  readonly name: string;
  readonly summary: string;
  /** Below the data folder. */
  readonly train: string;
  readonly test: string;
  /** Files that are needed beside them. */
  readonly files?: readonly string[];
  readonly settings: ClassifyOptions;
  readonly published: number | null;
}): Recipe {
  const { name, summary, train, test, files = [], settings, published } = recipe;
  return {
    name,
    summary,
    files: [train, test, ...files],
    async run(folder, options) {
      const { host, seed } = options;
      const at = (file: string): string => host.platform.files.join(folder, file);
      const { scores, baseline, minutes } = await runOnSplits(
        'classify',
        { train: at(train), test: at(test) },
        { ...settings, seed } as TrainingOptions,
        {},
        options,
      );
      return {
        name,
        metric: 'accuracy in percent',
        figure: scores.accuracy,
        seeds: [seed],
        published,
        baseline: baseline.accuracy,
        minutes,
      };
    },
  };
}
