import { NONE } from '../../kernels/memory.ts';
import { type PackedPlace, packedWeight } from '../../tensor/packedWeight.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Rows for which packing a weight is no longer a noticeable part of a sweep. */
const MANY_ROWS = 4096;

/** Where the parts from..to of a recurrent weight are kept packed, if it does not change and rows are few. */
export const packedFor = (
  weight: Tensor,
  recorded: boolean,
  rows: number,
  parts = 1,
  from = 0,
  to = parts,
): PackedPlace =>
  recorded || rows > MANY_ROWS ? { packed: NONE, isPacked: 0 } : packedWeight(weight, parts, from, to);
