/** Makes numbers of the texts of a side, and texts of numbers. */
export interface Coder {
  /** How many symbols there are. */
  readonly size: number;
  /** The symbols that begin and end a sequence. */
  readonly begin: number;
  readonly end: number;
  /** Symbols that no text has. */
  readonly never: readonly number[];
  /** The symbols of a text, without beginning and end. */
  encode(text: string): Int32Array;
  decode(ids: readonly number[]): string;
  /** What a symbol reads like by itself. */
  nameOf(id: number): string;
}

export const BEGIN = '<s>';
export const END = '</s>';
