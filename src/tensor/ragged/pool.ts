import { type Pooling, poolRows } from '../operations/poolRows.ts';
import type { Tensor } from '../tensor.ts';
import { lastStep } from './lastStep.ts';
import type { Ragged } from './ragged.ts';

/** One row per sequence, [B, ...features] in the caller's order: over all its steps, or its last; 0 for an empty one. */
export function pool(x: Ragged, pooling: Pooling | 'last'): Tensor {
  if (pooling === 'last') return lastStep(x);
  const { data, structure, layout } = x;
  return poolRows(data, structure.on(data.context, structure.owners(layout)), structure.count, pooling);
}
