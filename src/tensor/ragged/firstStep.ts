import { gatherRows } from '../operations/gatherRows.ts';
import type { Tensor } from '../tensor.ts';
import type { Ragged } from './ragged.ts';

/** The first step of every sequence, [B, ...features] in the caller's order; 0 for an empty one. */
export function firstStep({ data, structure, layout }: Ragged): Tensor {
  return gatherRows(data, structure.on(data.context, structure.ends(layout, 'first')));
}
