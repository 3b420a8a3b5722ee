/** A sequence that a search has written. */
export interface Hypothesis {
  /** Without the symbols of beginning and end. */
  readonly symbols: readonly number[];
  /** What it is ranked by: its log-probability, the end's included, divided by the length penalty where there is one. */
  readonly score: number;
  /** Whether it came to its end, rather than to the bound of its length. */
  readonly ended: boolean;
}

/**
 * Reads a symbol for each of b beginnings and gives the log-probabilities of what may follow, [b, V]; the caller may
 * change them, until its next call. `parents[k]`: the row of the call before that beginning k goes on from; at the first call its sequence.
 */
export type NextScores = (symbols: Int32Array, parents: Int32Array) => Float32Array;

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
