import type { Hypothesis } from '../../nn/search/hypothesis.ts';

/** What was written of a text. */
export interface Found extends Hypothesis {
  /** What stands for symbols that were copied from the source, by their place. */
  readonly copied: ReadonlyMap<number, string>;
}
