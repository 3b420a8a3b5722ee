/** A sequence that a search has written. */
export interface Hypothesis {
  /** Without the symbols of beginning and end. */
  readonly symbols: readonly number[];
  /** What it is ranked by: its log-probability, the end's included, divided by the length penalty where there is one. */
  readonly score: number;
  /** Whether it came to its end, rather than to the bound of its length. */
  readonly ended: boolean;
}

/** The largest of each of b rows, largest first: [b, most] each. A place is -1 where there are fewer above -Infinity. */
export interface Foremost {
  readonly symbols: Int32Array;
  readonly scores: Float32Array;
}

/** The log-probabilities of what may follow each of b beginnings, while they last. */
export interface StepScores {
  /** [b, V]; they may be changed. To be asked for again after `foremost`. */
  readonly rows: Float32Array;
  /** The `most` largest of each row, as they are now: much faster than to look at all. */
  foremost(most: number): Foremost;
}

/**
 * Reads a symbol for each of b beginnings, and gives what `use` makes of the log-probabilities of what may follow, which
 * last as long as it does. `parents[k]`: the row of the call before that beginning k goes on from; at the first call its
 * sequence.
 */
export type NextScores = <R>(symbols: Int32Array, parents: Int32Array, use: (scores: StepScores) => R) => R;

/** What sequences a search may write. */
export interface Writing {
  /** How many sequences there are. */
  readonly count: number;
  /** The symbols that begin and end a sequence. */
  readonly begin: number;
  readonly end: number;
  /** The most symbols of each sequence, its end not counted, from 1 on: [count]. */
  readonly bounds: ArrayLike<number>;
  /** What each sequence is to begin with. */
  readonly prefixes?: readonly (readonly number[])[];
  /** No n symbols in a row come twice in a sequence. */
  readonly noRepeat?: number;
}
