import type { Tree } from '../../data/tree/tree.ts';
import type { Evaluation } from '../task.ts';
import { likeliest } from './labelTrees.ts';
import type { StoredTree } from './storedTree.ts';

type Row = Evaluation['rows'][number];

/** The side of each label, -1, 0 or 1, where the labels are 0 to 4 as in sentiment; else undefined. */
function sidesOf(labels: readonly string[]): readonly number[] | undefined {
  return labels.toSorted().join() === '0,1,2,3,4'
    ? labels.map((label) => Math.sign(Number(label) - 2))
    : undefined;
}

/**
 * Accuracy over all nodes and at roots beside that of the most frequent label in training; for labels 0 to 4 also
 * whether a root is positive or negative, neutral roots dropped. `shares`: probabilities by tree, node and label.
 */
export function treeScores(
  { labels, nodes, roots }: StoredTree['vocabulary'],
  trees: readonly Tree[],
  shares: readonly (readonly (readonly number[])[])[],
): Evaluation {
  const sides = sidesOf(labels);
  const score = (name: string, node: (tree: number, node: number) => readonly number[], root = node): Row => {
    const all = { right: 0, count: 0 };
    const top = { right: 0, count: 0 };
    const binary = { right: 0, count: 0 };
    trees.forEach((tree, t) => {
      tree.labels.forEach((label, k) => {
        if (label === null) return;
        const truth = labels.indexOf(label);
        add(all, likeliest(node(t, k)) === truth);
        if (tree.parents[k] >= 0) return;
        const given = root(t, k);
        add(top, likeliest(given) === truth);
        if (sides?.[truth]) add(binary, sideOf(given, sides) === sides[truth]);
      });
    });
    const values = [all, top, ...(sides ? [binary] : [])].map(({ right, count }) => (100 * right) / count);
    return { name, values };
  };
  return {
    title: 'Labels of trees: accuracy in percent',
    columns: ['all nodes', 'root', ...(sides ? ['root, binary'] : [])],
    rows: [
      score('tree', (tree, node) => shares[tree][node]),
      score(
        'most frequent label',
        () => nodes,
        () => roots,
      ),
    ],
    notes: [
      `${trees.length} trees.`,
      ...(sides ? ['Binary: positive (3, 4) or negative (0, 1); neutral roots (2) are left out.'] : []),
    ],
  };
}

function add(tally: { right: number; count: number }, isRight: boolean): void {
  tally.right += Number(isRight);
  tally.count++;
}

const sideOf = (shares: readonly number[], sides: readonly number[]): number =>
  shares.reduce((sum, share, k) => sum + share * sides[k], 0) > 0 ? 1 : -1;
