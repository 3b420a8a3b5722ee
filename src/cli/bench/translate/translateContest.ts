import { openContext } from '../../../tensor/openContext.ts';
import type { Contest } from '../contest/contest.ts';
import { numbersOf } from '../contest/work.ts';
import type { Given } from '../network.ts';
import { sentencesOf, type TranslateTask, translateTasks } from './translateTask.ts';
import { modelOf } from './translateWork.ts';

/** Of the targets that are learned, or of the translations that are found. */
export const symbolsOf = ({ work, sourceLengths, targetLengths }: TranslateTask): number =>
  (work === 'train' ? targetLengths : sourceLengths).reduce((sum, length) => sum + length, 0);

/** An encoder-decoder with attention: a whole step of training, and beam search. */
export const translateContest = (
  tasks: readonly TranslateTask[] = translateTasks(),
): Contest<TranslateTask> => ({
  name: 'translate',
  checks: async () => {
    const checks = [];
    for (const task of tasks) checks.push({ task, given: await givenOf(task) });
    return checks;
  },
  tasks,
  programs: { torch: 'torch_translate.py' },
  units: (task) => ({ count: symbolsOf(task), name: 'tokens' }),
});

/** The factor of all logits of a search, as if it had learned: else what follows is nearly as likely as what is next to it. */
const SHARPER = 32;

async function givenOf(task: TranslateTask): Promise<Given> {
  const context = await openContext({ backend: 'reference' });
  const weights = numbersOf(modelOf(context, task).parameters, (weight) => weight);
  context.close();
  const symbols = (lengths: readonly number[], side: number): Given[string] => {
    const all = sentencesOf(task, lengths, side);
    return { shape: [all.length], data: Float32Array.from(all) };
  };
  if (task.work === 'search') {
    const { data } = weights['output.weight'];
    data.forEach((value, k) => {
      data[k] = SHARPER * value;
    });
  }
  return { sources: symbols(task.sourceLengths, 0), targets: symbols(task.targetLengths, 1), ...weights };
}
