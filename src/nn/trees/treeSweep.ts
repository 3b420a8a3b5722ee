import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { concatenate } from '../../tensor/operations/concatenate.ts';
import { split } from '../../tensor/operations/split.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { indexOn, type TreeBatch, type TreeLevel } from './treeBatch.ts';
import type { TreeCell, TreeChildren, TreeState } from './treeCell.ts';

/**
 * Runs a cell from the leaves of trees to their roots, level by level across all trees: x [N, I], a row for each row of
 * the batch, gives h [N, H]. Throws `bad-data` where a node has more children than the cell takes.
 */
export function treeSweep(context: Context, cell: TreeCell, batch: TreeBatch, x: Tensor): Tensor {
  if (batch.arity > cell.arity) {
    const what = `a node has ${batch.arity} children, and the cell takes at most ${cell.arity}`;
    fail('bad-data', 'tree', what, 'Use a child-sum cell, or train on trees with as many children');
  }
  const { levels } = batch;
  const projected = split(
    cell.project(x),
    levels.map(({ size }) => size),
  );
  const waiting = levels.map((): TreeState[] => []);
  const outputs = levels.map((level, k) => {
    const state = cell.step(projected[k], k === 0 ? undefined : childrenOf(context, cell, level, waiting[k]));
    handUp(state, level, waiting);
    return state.h;
  });
  return joined(outputs);
}

/** Sends the rows of a level to the levels of their parents. */
function handUp(state: TreeState, { parts }: TreeLevel, waiting: TreeState[][]): void {
  const pieces = Object.entries(state).map(([name, tensor]): [string, Tensor[]] => [
    name,
    split(
      tensor,
      parts.map(({ size }) => size),
    ),
  ]);
  parts.forEach(({ to }, k) => {
    if (to !== Infinity)
      waiting[to].push(Object.fromEntries(pieces.map(([name, cut]) => [name, cut[k]])) as TreeState);
  });
}

function childrenOf(
  context: Context,
  { arity }: TreeCell,
  { size, owners, ranks }: TreeLevel,
  states: readonly TreeState[],
): TreeChildren {
  const state = Object.fromEntries(
    Object.keys(states[0]).map((name) => [name, joined(states.map((one) => one[name]))]),
  ) as TreeState;
  const byRank = Array.from({ length: arity === Infinity ? 0 : arity }, () => new Int32Array(size).fill(-1));
  if (byRank.length > 0) owners.forEach((owner, child) => (byRank[ranks[child]][owner] = child));
  return {
    state,
    owners: indexOn(context, owners),
    byRank: byRank.map((index) => indexOn(context, index)),
  };
}

const joined = (parts: readonly Tensor[]): Tensor => (parts.length === 1 ? parts[0] : concatenate(parts));
