import { openContext } from '../../../tensor/openContext.ts';
import type { Contest } from '../contest/contest.ts';
import { numbersOf } from '../contest/work.ts';
import type { Given } from '../network.ts';
import { type AttentionTask, attentionTasks, positionsOf, queriesOf } from './attentionTask.ts';
import { attentionMade, rowsGiven } from './attentionWork.ts';

/** Attention over sources of different lengths beside the same over padded ones with a mask. */
export const attentionContest = (
  tasks: readonly AttentionTask[] = attentionTasks(),
): Contest<AttentionTask> => ({
  name: 'attention',
  checks: async () => {
    const checks = [];
    for (const task of tasks) checks.push({ task, given: await givenOf(task) });
    return checks;
  },
  tasks,
  programs: { torch: 'torch_attention.py' },
  units: (task) => ({ count: queriesOf(task), name: 'queries' }),
});

async function givenOf(task: AttentionTask): Promise<Given> {
  const context = await openContext({ backend: 'reference' });
  const weights = numbersOf(attentionMade(context, task).parameters, (weight) => weight);
  context.close();
  const rows = (count: number, place: number): Given[string] => ({
    shape: [count, task.size],
    data: rowsGiven(task, count, place),
  });
  return { source: rows(positionsOf(task), 0), query: rows(queriesOf(task), 1), ...weights };
}
