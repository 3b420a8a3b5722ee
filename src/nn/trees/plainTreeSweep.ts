import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { slice } from '../../tensor/operations/slice.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { indexOn, type TreeBatch } from './treeBatch.ts';
import type { TreeCell, TreeChildren, TreeState } from './treeCell.ts';

/**
 * The same as `treeSweep`, node by node: each node is a row of its own and some small operations on the tape. What a
 * level at once is held equal to, and timed against.
 */
export function plainTreeSweep(
  context: Context,
  cell: TreeCell,
  { nodes, parents, total }: TreeBatch,
  x: Tensor,
): Tensor {
  const children = Array.from({ length: total }, (): number[] => []);
  const states: TreeState[] = [];
  // Children come before their parents, but not in their own order.
  parents.forEach((parent, row) => {
    if (parent >= 0) children[parent].push(row);
    const own = children[row].sort((a, b) => nodes[a] - nodes[b]).map((child) => states[child]);
    const below = own.length > 0 ? childrenOf(context, cell, own) : undefined;
    states.push(cell.step(cell.project(slice(x, 0, row, row + 1)), below));
  });
  return concatenate(states.map(({ h }) => h));
}

function childrenOf(context: Context, { arity }: TreeCell, states: readonly TreeState[]): TreeChildren {
  const index = (...values: number[]): Tensor => indexOn(context, Int32Array.from(values));
  return {
    state: Object.fromEntries(
      Object.keys(states[0]).map((name) => [name, concatenate(states.map((one) => one[name]))]),
    ) as TreeState,
    owners: index(...states.map(() => 0)),
    byRank: Array.from({ length: arity === Infinity ? 0 : arity }, (_, rank) =>
      index(rank < states.length ? rank : -1),
    ),
  };
}
