import type { Stream } from '../../../support/random.ts';

/** A sequence that was made, and what is asked of it. */
export interface MadeSequence {
  /** T. */
  readonly steps: number;
  /** [T, I] */
  readonly inputs: Float32Array;
  /** The steps after which something is asked, ascending. */
  readonly asked: readonly number[];
  /** What is right there: numbers, or classes from 0 on. */
  readonly targets: readonly number[];
}

/** A task whose sequences are made as they are needed, so that nothing but memory can solve it. */
export interface Problem {
  readonly name: string;
  /** One line for notes and tables: what has to be remembered. */
  readonly about: string;
  /** I, numbers per step. */
  readonly inputs: number;
  /** One number, by squared error; or one of so many classes, by cross-entropy. */
  readonly answer: 'number' | { readonly classes: number };
  /** The least length. */
  readonly least: number;
  /** The next length from `length` on that the problem has. */
  fit(length: number): number;
  /** A sequence of a length that `fit` gives; a pure function of the stream. */
  make(length: number, stream: Stream): MadeSequence;
  /** The mean loss of the best answer that remembers nothing. */
  baseline(length: number): number;
}

/** A whole number in [from, to), from a unit of a stream. */
export const between = (uniform: number, from: number, to: number): number =>
  from + Math.floor(uniform * (to - from));

/** Symbols as inputs: [T, I] with a 1 at each step's symbol. */
export function oneHot(symbols: ArrayLike<number>, size: number): Float32Array {
  const inputs = new Float32Array(symbols.length * size);
  for (let t = 0; t < symbols.length; t++) inputs[t * size + symbols[t]] = 1;
  return inputs;
}
