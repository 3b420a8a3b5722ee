import { naryLstmCell } from '../../../nn/trees/naryLstmCell.ts';
import { plainTreeSweep } from '../../../nn/trees/plainTreeSweep.ts';
import { treeBatch } from '../../../nn/trees/treeBatch.ts';
import type { TreeCell } from '../../../nn/trees/treeCell.ts';
import { treeSweep } from '../../../nn/trees/treeSweep.ts';
import { stream, uniform } from '../../../support/random.ts';
import type { Context } from '../../../tensor/context.ts';
import { sum } from '../../../tensor/operations/sum.ts';
import { backward } from '../../../tensor/tape.ts';
import { zeroGradients } from '../../../train/gradients.ts';
import { type ContestWork, numbersOf, setParameters } from '../contest/work.ts';
import type { Results } from '../network.ts';
import { nodesOf, type TreeTask } from './treeTask.ts';

export const treeCellOf = (context: Context, { inputs, hidden }: TreeTask): TreeCell =>
  naryLstmCell(context, { inputSize: inputs, hiddenSize: hidden, arity: 2, stream: stream(1) });

/** The vectors of all nodes, by the rows of their batch: [N, I]. */
export function vectorsGiven(task: TreeTask): Float32Array {
  const key = stream(2);
  return Float32Array.from({ length: nodesOf(task) * task.inputs }, (_, k) => 2 * uniform(key, k) - 1);
}

/**
 * Forward and backward from the trees as plain data: their levels and the gradients of all weights of the sum of all
 * outputs are in it. `given`: the weights by name, and the vectors of nodes as `x`. What comes out are h [N, H] and the
 * gradients.
 */
export function treeWork(context: Context, task: TreeTask, given: Results): ContestWork {
  const cell = treeCellOf(context, task);
  setParameters(cell.parameters, given);
  const nodes = nodesOf(task);
  const x = context.tensor(given.x ?? vectorsGiven(task), [nodes, task.inputs]);
  const sweep = task.by === 'levels' ? treeSweep : plainTreeSweep;

  function run(): Float32Array {
    zeroGradients(cell.parameters);
    return context.step(() => {
      const h = sweep(context, cell, treeBatch(task.parents), x);
      backward(sum(h));
      return Float32Array.from(h.toArray());
    });
  }

  return {
    run,
    results() {
      if (!given.x) return {};
      const output = { shape: [nodes, task.hidden], data: run() };
      return { output, ...numbersOf(cell.parameters, ({ gradient }) => gradient) };
    },
  };
}
