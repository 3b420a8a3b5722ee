import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Nodes that are computed at once, and how their children lie. */
export interface TreeLevel {
  /** Nodes of the level. */
  readonly size: number;
  /** [K]: the node of the level that each child belongs to; children come as the levels below hand them up. */
  readonly owners: Int32Array;
  /** [K]: which child of its node each is, from 0. */
  readonly ranks: Int32Array;
  /** How the nodes of the level are handed up: so many, one after another, to each level (by its number). */
  readonly parts: readonly { readonly to: number; readonly size: number }[];
}

/**
 * A batch of trees by level: level 0 holds the leaves, each other node lies one above its highest child. Rows go level
 * by level, and within a level by the level of the parent, so that the nodes that a level reads are whole runs of rows
 * of those below: nothing is copied that is not needed, and every level is computed by a few products whatever the
 * trees are.
 */
export interface TreeBatch {
  /** N. */
  readonly total: number;
  readonly levels: readonly TreeLevel[];
  /** [N]: tree and node of each row. */
  readonly trees: Int32Array;
  readonly nodes: Int32Array;
  /** [N]: the row of each row's parent, -1 for a root. */
  readonly parents: Int32Array;
  /** [B]: the row of each tree's root. */
  readonly roots: Int32Array;
  /** The most children of a node. */
  readonly arity: number;
}

/** The levels of trees given by the parent of each node, -1 for the root. Any order of nodes will do. */
export function treeBatch(parentsOf: readonly (readonly number[])[]): TreeBatch {
  const heights = parentsOf.map(heightsOf);
  const rows = parentsOf.flatMap((parents, tree) =>
    parents.map((parent, node) => ({
      tree,
      node,
      height: heights[tree][node],
      above: parent < 0 ? Infinity : heights[tree][parent],
    })),
  );
  rows.sort(
    (a, b) =>
      a.height - b.height ||
      (a.above === b.above ? 0 : a.above - b.above) ||
      a.tree - b.tree ||
      a.node - b.node,
  );
  const rowOf = parentsOf.map((parents) => new Int32Array(parents.length));
  rows.forEach(({ tree, node }, row) => (rowOf[tree][node] = row));
  const parents = Int32Array.from(rows, ({ tree, node }) => {
    const parent = parentsOf[tree][node];
    return parent < 0 ? -1 : rowOf[tree][parent];
  });
  const ranks = new Int32Array(rows.length);
  const counts = new Int32Array(rows.length);
  parentsOf.forEach((all, tree) =>
    all.forEach((parent, node) => {
      if (parent >= 0) ranks[rowOf[tree][node]] = counts[rowOf[tree][parent]]++;
    }),
  );
  const count = (rows.at(-1)?.height ?? -1) + 1;
  const members = Array.from({ length: count }, (): number[] => []);
  const children = Array.from({ length: count }, (): number[] => []);
  rows.forEach(({ height, above }, row) => {
    members[height].push(row);
    if (above !== Infinity) children[above].push(row);
  });
  return {
    total: rows.length,
    levels: members.map((own, level) => ({
      size: own.length,
      owners: Int32Array.from(children[level], (row) => parents[row] - own[0]),
      ranks: Int32Array.from(children[level], (row) => ranks[row]),
      parts: runs(own.map((row) => rows[row].above)),
    })),
    trees: Int32Array.from(rows, ({ tree }) => tree),
    nodes: Int32Array.from(rows, ({ node }) => node),
    parents,
    roots: Int32Array.from(parentsOf, (all, tree) => rowOf[tree][all.indexOf(-1)]),
    arity: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** An int32 copy of an array of a batch in the heap. */
export const indexOn = (context: Context, index: Int32Array): Tensor =>
  context.tensor(index, [index.length], 'int32');

function heightsOf(parents: readonly number[]): Int32Array {
  const heights = new Int32Array(parents.length);
  parents.forEach((_, node) => {
    let height = 1;
    for (let at = parents[node]; at >= 0 && heights[at] < height; at = parents[at]) heights[at] = height++;
  });
  return heights;
}

function runs(values: readonly number[]): { to: number; size: number }[] {
  const found: { to: number; size: number }[] = [];
  for (const to of values) {
    const last = found.at(-1);
    if (last?.to === to) last.size++;
    else found.push({ to, size: 1 });
  }
  return found;
}
