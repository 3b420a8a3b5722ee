/** Makes numbers of the texts of a side, and texts of numbers. */
export interface Coder {
  /** How many symbols there are. */
  readonly size: number;
  /** The symbols that begin and end a sequence. */
  readonly begin: number;
  readonly end: number;
  /** Symbols that no text has. */
  readonly never: readonly number[];
  /** The symbol that stands for all that others do not, where there is one. */
  readonly unknown?: number;
  /** The symbols of a text, without beginning and end. */
  encode(text: string): Int32Array;
  /** What each of them stands for in the text. */
  split(text: string): readonly string[];
  /** `instead`: what stands in place of symbols, by their place. */
  decode(ids: readonly number[], instead?: ReadonlyMap<number, string>): string;
  /** What a symbol reads like by itself. */
  nameOf(id: number): string;
}

export const BEGIN = '<s>';
export const END = '</s>';
