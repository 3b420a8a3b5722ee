import { formatCount } from '../../support/format.ts';
import type { MemoryOptions } from '../../tasks/memory/options.ts';
import type { TrainingOptions } from '../../tasks/task.ts';
import type { Recipe } from './recipe.ts';
import { runOnSplits } from './runOnSplits.ts';

/** A recipe whose figure is the loss on a problem of memory at the length that it is trained for; it needs no data. */
export function memoryRecipe(recipe: {
  readonly name: string;
  readonly problem: string;
  readonly summary: string;
  readonly metric: string;
  readonly settings: MemoryOptions & { readonly length: number };
  readonly published: number;
}): Recipe {
  const { name, problem, summary, metric, settings, published } = recipe;
  return {
    name,
    summary,
    files: [],
    async run(_, options) {
      const { seed } = options;
      const training = { ...settings, seed } as TrainingOptions;
      const paths = { train: problem, test: problem };
      const { scores, baseline, minutes } = await runOnSplits('memory', paths, training, {}, options);
      const column = `at ${formatCount(settings.length)}`;
      return {
        name,
        metric: `${metric} (remembers up to ${formatCount(scores.remembers)} steps)`,
        figure: scores[column],
        seeds: [seed],
        published,
        baseline: baseline[column],
        minutes,
      };
    },
  };
}
