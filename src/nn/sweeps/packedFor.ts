import { nowhere, type PackedPlace, packedWeight } from '../../tensor/packedWeight.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Rows for which packing a weight is no longer a noticeable part of a sweep. */
const MANY_ROWS = 4096;

/**
 * Where the parts from..to of a weight of a sweep are kept packed, if it does not change and rows are few. `atOnce`: the
 * most rows that it meets in a step.
 */
export const packedFor = (
  weight: Tensor,
  recorded: boolean,
  rows: number,
  parts = 1,
  from = 0,
  to = parts,
  atOnce = Infinity,
): PackedPlace => (recorded || rows > MANY_ROWS ? nowhere : packedWeight(weight, parts, from, to, atOnce));
