import type { Composition } from './options.ts';

/** What decides the shapes of a tree model: part of model.json. */
export type TreeArchitecture = {
  readonly composition: Composition;
  /** V, words. */
  readonly words: number;
  /** Labels. */
  readonly labels: number;
  readonly embedding: number;
  /** H. */
  readonly hidden: number;
  /** The most children of a node (N-ary, recursive, tensor). */
  readonly arity: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
};
