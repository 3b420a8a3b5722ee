/**
 * A tree as plain data: its nodes in reading order, for each its word and its label (null for none) and its parent,
 * -1 for the root. The children of a node are in the order of their numbers.
 */
export interface Tree {
  readonly words: readonly (string | null)[];
  readonly labels: readonly (string | null)[];
  readonly parents: readonly number[];
}

/** Where in a file something stands, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A tree as it was read, with the place of each node. */
export interface ReadTree extends Tree {
  readonly places: readonly Place[];
}

/** Why what stands at a place is no tree. */
export interface TreeFault extends Place {
  readonly what: string;
  readonly remedy: string;
}

/** What a parser finds, one after another: a tree, or why there is none. */
export type FoundTree = ReadTree | TreeFault;

export const isFault = (found: FoundTree): found is TreeFault => 'what' in found;

/** Where a CoNLL-U column or a bracket holds this, there is no word or no label. */
export const NONE = '_';

export const orNone = (text: string): string | null => (text === NONE ? null : text);
