import { childSumLstmCell } from '../../../src/nn/trees/childSumLstmCell.ts';
import { naryLstmCell } from '../../../src/nn/trees/naryLstmCell.ts';
import { recursiveCell } from '../../../src/nn/trees/recursiveCell.ts';
import { type TreeBatch, treeBatch } from '../../../src/nn/trees/treeBatch.ts';
import type { TreeCell } from '../../../src/nn/trees/treeCell.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import type { Context } from '../../../src/tensor/context.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';

/** Features of nodes, and hidden units. */
export const H = 3;

/** Trees by the parent of each node: words before, after and among their children, chains, a single node. */
export const trees = [[-1, 0, 0, 2, 2], [-1], [-1, 0, 1, 1, 3, 3, 0], [2, 0, -1]];

export const treeCells: Readonly<Record<string, (context: Context) => TreeCell>> = {
  'child-sum': (context) => childSumLstmCell(context, { inputSize: H, hiddenSize: H, stream: stream(1) }),
  'n-ary': (context) => naryLstmCell(context, { inputSize: H, hiddenSize: H, arity: 2, stream: stream(2) }),
  recursive: (context) => recursiveCell(context, { hiddenSize: H, arity: 2, stream: stream(3) }),
  tensor: (context) => recursiveCell(context, { hiddenSize: H, arity: 2, tensor: true, stream: stream(4) }),
};

/** The features of a node, whatever batch its tree is in. */
export const inputOf = (tree: number, node: number): number[] =>
  Array.from({ length: H }, (_, k) => uniform(stream(9, tree, node), k) - 0.5);

/** The batch of some of the trees, and the features of its rows [N, H]. */
export function batchOf(context: Context, ids: readonly number[]): { batch: TreeBatch; x: Tensor } {
  const batch = treeBatch(ids.map((id) => trees[id]));
  const rows = Array.from(batch.trees, (tree, row) => inputOf(ids[tree], batch.nodes[row]));
  return { batch, x: context.tensor(rows.flat(), [batch.total, H]) };
}

/** The rows of a result [N, columns] by tree and node. */
export function byNode(batch: TreeBatch, result: Tensor): number[][][] {
  const values = Array.from(result.toArray());
  const [, columns] = result.shape;
  const found = Array.from(batch.roots, (): number[][] => []);
  batch.trees.forEach((tree, row) => {
    found[tree][batch.nodes[row]] = values.slice(row * columns, (row + 1) * columns);
  });
  return found;
}
