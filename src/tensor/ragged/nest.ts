import type { Tensor } from '../tensor.ts';
import { type Ragged, ragged } from './ragged.ts';
import type { Structure } from './structure.ts';
import { toSequence } from './toSequence.ts';

/**
 * Rows as the steps of outer sequences, in order: a row per word (pooled from its characters) becomes a step of its
 * sentence. `outer` has as many steps in all as there are rows. Throws `shape-mismatch`.
 */
export function nest(rows: Tensor, outer: Structure): Ragged {
  return ragged(rows, outer, 'sequence');
}

/** The opposite: the steps of all sequences as rows, [N, ...features] in the caller's order. */
export function unnest(x: Ragged): Tensor {
  return toSequence(x).data;
}
