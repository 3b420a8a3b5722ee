import type { StoredModel } from '../../formats/model/manifest.ts';
import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Platform } from '../../platform/platform.ts';
import { translateData } from '../../tasks/translate/data.ts';
import type { TranslateOptions } from '../../tasks/translate/options.ts';
import { type EvaluationOptions, type Pair, translator } from '../../tasks/translate/translator.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import type { Recipe, RecipeOptions } from './recipe.ts';

/** The splits of a data set. The test split is read once, when the model is trained. */
export interface PairSplits {
  train(platform: Platform, folder: string): Promise<readonly SentencePair[]>;
  /** Default: a share of the training pairs. */
  valid?(platform: Platform, folder: string): Promise<readonly SentencePair[]>;
  /** By name: the figure is that of the first. */
  readonly tests: Readonly<
    Record<string, (platform: Platform, folder: string) => Promise<readonly SentencePair[]>>
  >;
}

/** What a model and the baseline that copies the source score, by name, on each test split. */
export type TestScores = Readonly<
  Record<string, Readonly<Record<'model' | 'copy', Readonly<Record<string, number>>>>>
>;

/** A recipe whose figure comes from one translator. Settings are chosen without the test split. */
export function translateRecipe(recipe: {
  readonly name: string;
  readonly summary: string;
  readonly files: readonly string[];
  readonly splits: PairSplits;
  readonly settings: TranslateOptions;
  /** How translations are found, and counted. */
  readonly search?: EvaluationOptions;
  /** The figure and what it is called, and the baseline, from the scores. */
  readonly figure: (scores: TestScores) => {
    readonly metric: string;
    readonly figure: number;
    readonly baseline: number;
  };
  readonly published: number | null;
}): Recipe {
  const { name, summary, files, splits, settings, search = {}, published } = recipe;
  return {
    name,
    summary,
    files,
    async run(folder, options) {
      const { host, engine, seed } = options;
      const [pairs, valid] = [
        await splits.train(host.platform, folder),
        await splits.valid?.(host.platform, folder),
      ];
      const { model, minutes } = await trainOn(
        name,
        { pairs, ...(valid && { valid }) },
        { ...settings, seed },
        options,
      );
      const opened = await translator([model], engine);
      const scores: Record<string, TestScores[string]> = {};
      for (const [test, read] of Object.entries(splits.tests)) {
        const { columns, rows } = opened.evaluate(
          (await read(host.platform, folder)) as readonly Pair[],
          search,
        );
        const [own, copy] = rows.map(({ values }) =>
          Object.fromEntries(columns.map((column, k) => [column, values[k]])),
        );
        scores[test] = { model: own, copy };
      }
      opened.close();
      return { name, ...recipe.figure(scores), seeds: [seed], published, minutes };
    },
  };
}

async function trainOn(
  name: string,
  pairs: { readonly pairs: readonly SentencePair[]; readonly valid?: readonly SentencePair[] },
  settings: TranslateOptions,
  { host, engine, quiet, out }: RecipeOptions,
): Promise<{ readonly model: StoredModel; readonly minutes: number }> {
  const data = await translateData(host.platform, { ...pairs, name }, settings);
  const task = await loadTask(host.tasks, 'translate');
  const { model, seconds } = await runTraining(host, {
    task: { ...task, read: async () => data },
    paths: [name],
    options: settings,
    engine: { backend: 'native', ...engine },
    folder: out,
    intent: { overwrite: true },
    quiet,
    resumeLine: shellLine('npx', 'unrolled', 'reproduce', name),
  });
  return { model, minutes: seconds / 60 };
}
