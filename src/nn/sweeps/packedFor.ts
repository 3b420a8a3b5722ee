import { nowhere, type PackedOptions, type PackedPlace, packedWeight } from '../../tensor/packedWeight.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Rows for which packing a weight is no longer a noticeable part of a sweep. */
const MANY_ROWS = 4096;

/**
 * Where parts of a weight of a sweep are kept packed, if rows are few. Training keeps none, which change at every step,
 * but where a sweep has one step: the next ones read the same weights.
 */
export const packedFor = (
  weight: Tensor,
  recorded: boolean,
  { total, longest }: Pick<Structure, 'total' | 'longest'>,
  options: Pick<PackedOptions, 'parts' | 'from' | 'to' | 'atOnce'> = {},
): PackedPlace =>
  (recorded && longest > 1) || total > MANY_ROWS
    ? nowhere
    : packedWeight(weight, { ...options, sparing: recorded });
