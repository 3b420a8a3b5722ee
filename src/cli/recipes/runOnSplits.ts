import type { Evaluation, TrainingOptions } from '../../tasks/task.ts';
import { shellLine } from '../output/shellLine.ts';
import { loadTask } from '../tasks.ts';
import { runTraining } from '../training/runTraining.ts';
import type { RecipeOptions } from './recipe.ts';

/** What a run gives: scores on the test split by their names, and those of the baseline. */
export interface SplitRun {
  readonly scores: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  /** What else the evaluation shows. */
  readonly tables: NonNullable<Evaluation['tables']>;
  readonly minutes: number;
}

/** Trains on one split and reads another once, for the figure; `reading` is what the task must know to read that one. */
export async function runOnSplits(
  name: string,
  { train, test }: Readonly<Record<'train' | 'test', string | readonly string[]>>,
  settings: TrainingOptions,
  reading: TrainingOptions,
  { host, engine, quiet, out }: RecipeOptions,
): Promise<SplitRun> {
  const [paths, tests] = [[train].flat(), [test].flat()];
  const task = await loadTask(host.tasks, name);
  const { model, seconds } = await runTraining(host, {
    task,
    paths,
    options: settings,
    engine: { backend: 'native', ...engine },
    folder: out,
    intent: { overwrite: true },
    quiet,
    resumeLine: shellLine('npx', 'unrolled', 'train', name, ...paths, '--out', out, '--resume'),
  });
  const data = await task.read(host.platform, tests, reading, model.manifest);
  const predictor = await task.open(model, engine);
  const { columns, rows, tables = [] } = await predictor.evaluate(data, {});
  predictor.close();
  const named = (values: readonly number[]): Record<string, number> =>
    Object.fromEntries(columns.map((column, k) => [column, values[k]]));
  return { scores: named(rows[0].values), baseline: named(rows[1].values), tables, minutes: seconds / 60 };
}
