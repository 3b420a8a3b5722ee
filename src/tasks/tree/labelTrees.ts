import type { Tree } from '../../data/tree/tree.ts';
import { treeBatch } from '../../nn/trees/treeBatch.ts';
import type { Context } from '../../tensor/context.ts';
import { softmax } from '../../tensor/operations/softmax.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TreeModel } from './treeModel.ts';

/** Trees that are labelled at once. */
const AT_ONCE = 64;

/** The probabilities of the labels at each node of each tree; `wordsOf` gives a tree's words as numbers. */
export function labelTrees<T extends Tree>(
  context: Context,
  model: TreeModel,
  trees: readonly T[],
  wordsOf: (tree: T) => Int32Array,
): number[][][] {
  const found: number[][][] = [];
  for (let from = 0; from < trees.length; from += AT_ONCE) {
    const some = trees.slice(from, from + AT_ONCE);
    const batch = treeBatch(some.map(({ parents }) => parents));
    const words = some.map(wordsOf);
    const ids = batch.trees.map((tree, row) => words[tree][batch.nodes[row]]);
    const labelled = some.map(({ parents }) => parents.map((): number[] => []));
    context.step(() =>
      noGradient(context, () => {
        const shares = softmax(model.run(batch, ids));
        const [, labels] = shares.shape;
        const values = Array.from(shares.toArray());
        batch.trees.forEach((tree, row) => {
          labelled[tree][batch.nodes[row]] = values.slice(row * labels, (row + 1) * labels);
        });
      }),
    );
    found.push(...labelled);
  }
  return found;
}

/** The likeliest of shares: the first of equals. */
export const likeliest = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));
