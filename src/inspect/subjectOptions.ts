import { checkNumber } from '../support/checkNumber.ts';

/** How much of the data a network is looked at with. */
export interface SubjectOptions {
  /** How many sequences, evenly from the data. Default 64. */
  readonly sequences?: number;
  /** Where sequences are made, or cut from one text: how many steps each has. */
  readonly length?: number;
}

/** How many sequences are read together. */
export const TOGETHER = 16;

/** How many sequences. Throws `bad-argument`. */
export function countOf({ sequences = 64 }: SubjectOptions): number {
  checkNumber('inspect', 'sequences', sequences, { least: 1, whole: true });
  return sequences;
}
