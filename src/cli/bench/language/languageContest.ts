import { openContext } from '../../../tensor/openContext.ts';
import type { Contest } from '../contest/contest.ts';
import { numbersOf } from '../contest/work.ts';
import type { Given } from '../network.ts';
import { type LanguageTask, mediumTask } from './languageTask.ts';
import { modelOf, textOf } from './languageWork.ts';

/** Without what is random, and with a limit to the norm of the gradient that it exceeds. */
const checked = (task: LanguageTask): LanguageTask => ({ ...task, dropout: 0, clip: 0.1, chunks: 2 });

/** A word-level language model, a whole step of training. */
export const languageContest = (task: LanguageTask = mediumTask): Contest<LanguageTask> => ({
  name: 'language',
  checks: async () => [{ task: checked(task), given: await givenOf(checked(task)) }],
  tasks: [task],
  programs: { torch: 'torch_language.py' },
  units: () => ({ count: task.batch * task.steps, name: 'tokens' }),
});

async function givenOf(task: LanguageTask): Promise<Given> {
  const context = await openContext({ backend: 'reference' });
  const weights = numbersOf(modelOf(context, task).parameters, (weight) => weight);
  context.close();
  const { batch, steps, chunks } = task;
  const tokens = { shape: [chunks * steps + 1, batch], data: Float32Array.from(textOf(task)) };
  return { tokens, ...weights };
}
