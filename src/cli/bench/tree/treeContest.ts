import { openContext } from '../../../tensor/openContext.ts';
import type { Contest } from '../contest/contest.ts';
import { numbersOf } from '../contest/work.ts';
import type { Given } from '../network.ts';
import { nodesOf, type TreeTask, treeTasks } from './treeTask.ts';
import { treeCellOf, vectorsGiven } from './treeWork.ts';

/** A batch of trees level by level beside the same node by node: our own two ways, no peer takes part. */
export const treeContest = (tasks: readonly TreeTask[] = treeTasks()): Contest<TreeTask> => ({
  name: 'tree',
  checks: async () => {
    const checks = [];
    for (const task of tasks) checks.push({ task, given: await givenOf(task) });
    return checks;
  },
  tasks,
  programs: {},
  units: (task) => ({ count: nodesOf(task), name: 'nodes' }),
});

async function givenOf(task: TreeTask): Promise<Given> {
  const context = await openContext({ backend: 'reference' });
  const weights = numbersOf(treeCellOf(context, task).parameters, (weight) => weight);
  context.close();
  return { x: { shape: [nodesOf(task), task.inputs], data: vectorsGiven(task) }, ...weights };
}
