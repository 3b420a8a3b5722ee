import type { Ragged } from './ragged.ts';
import { toArrays } from './toArrays.ts';

/** Sequences of one number per step, [N], in the caller's order. */
export function toSymbols(x: Ragged): number[][] {
  return toArrays(x).map((sequence) => sequence.map(([symbol]) => symbol));
}
