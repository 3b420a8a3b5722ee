import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';

/** The states of nodes, [n, H] each: `h`, which is put out, and what else the cell keeps, as `c`. */
export type TreeState = Readonly<Record<string, Tensor>> & { readonly h: Tensor };

/** The children of the n nodes of a level, K in all. */
export interface TreeChildren {
  /** [K, H] */
  readonly state: TreeState;
  /** int32 [K]: the node that each belongs to. */
  readonly owners: Tensor;
  /** int32 [arity], each [n]: the first children of all nodes, the second ones, ...; -1 where there is none. */
  readonly byRank: readonly Tensor[];
}

/** One step of a recursive network: from the children of nodes, and words, to the nodes. `treeSweep` owns the order. */
export interface TreeCell {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** The most children that a node may have. */
  readonly arity: number;
  readonly parameters: Parameters;
  /** What depends on words alone, for all N nodes at once: x [N, I] gives [N, P]. */
  project(x: Tensor): Tensor;
  /** The nodes of a level: `projected` [n, P]; leaves have no children. */
  step(projected: Tensor, children: TreeChildren | undefined): TreeState;
}
