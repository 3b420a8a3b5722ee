import { type Stream, stream, substream, uniform } from '../../../support/random.ts';
import type { Task } from '../contest/contest.ts';

/** A constituency Tree-LSTM over binary trees, forward and backward. */
export interface TreeTask extends Task {
  /** All trees level by level, or each node by itself. */
  readonly by: 'levels' | 'nodes';
  /** The parent of each node of each tree, -1 for the root. */
  readonly parents: readonly (readonly number[])[];
  readonly inputs: number;
  readonly hidden: number;
}

/** 32 trees over 10 to 28 words; vectors of 300 and 150 units as Tai, Socher and Manning (2015) had them. */
export function treeTasks(trees = 32, inputs = 300, hidden = 150): readonly TreeTask[] {
  const parents = Array.from({ length: trees }, (_, tree) => {
    const key = stream(5, tree);
    return randomTree(10 + Math.floor(19 * uniform(key, 0)), substream(key, 1));
  });
  return (['levels', 'nodes'] as const).map((by) => ({ name: by, by, parents, inputs, hidden }));
}

export const nodesOf = ({ parents }: TreeTask): number =>
  parents.reduce((sum, { length }) => sum + length, 0);

/** A binary tree over so many words, each phrase cut anywhere: the parent of each node. */
function randomTree(words: number, key: Stream): number[] {
  const parents: number[] = [];
  const open = [{ size: words, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { size, parent } = next;
    const node = parents.length;
    parents.push(parent);
    if (size === 1) continue;
    const left = 1 + Math.floor((size - 1) * uniform(key, node));
    open.push({ size: size - left, parent: node }, { size: left, parent: node });
  }
  return parents;
}
