import { openContext } from '../../../tensor/openContext.ts';
import type { Contest } from '../contest/contest.ts';
import { numbersOf } from '../contest/work.ts';
import type { Given } from '../network.ts';
import { type RaggedTask, raggedTasks, stepsOf } from './raggedTask.ts';
import { layerOf, stepsGiven } from './raggedWork.ts';

/** Sequences of different lengths in one batch: what they cost beside as many that are all as long as the longest. */
export const raggedContest = (tasks: readonly RaggedTask[] = raggedTasks()): Contest<RaggedTask> => ({
  name: 'ragged',
  checks: async () => {
    const checks = [];
    for (const task of tasks) checks.push({ task, given: await givenOf(task) });
    return checks;
  },
  tasks,
  programs: { torch: 'torch_ragged.py' },
  units: (task) => ({ count: stepsOf(task), name: 'steps' }),
});

async function givenOf(task: RaggedTask): Promise<Given> {
  const context = await openContext({ backend: 'reference' });
  const weights = numbersOf(layerOf(context, task).parameters, (weight) => weight);
  context.close();
  return { x: { shape: [stepsOf(task), task.inputs], data: stepsGiven(task) }, ...weights };
}
