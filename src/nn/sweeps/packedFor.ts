import { type PackedPlace, packedWeight, unpacked } from '../../tensor/packedWeight.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Rows for which packing a weight is no longer a noticeable part of a sweep. */
const MANY_ROWS = 4096;

/**
 * Where the parts from..to of a weight are kept packed, if rows are few. Training keeps none, which change at every step,
 * but where a sweep has one step: the next ones read the same weights.
 */
export const packedFor = (
  weight: Tensor,
  recorded: boolean,
  { total, longest }: Pick<Structure, 'total' | 'longest'>,
  parts = 1,
  from = 0,
  to = parts,
): PackedPlace =>
  (recorded && longest > 1) || total > MANY_ROWS
    ? unpacked
    : packedWeight(weight, { parts, from, to, sparing: recorded });
