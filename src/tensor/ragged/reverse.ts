import { gatherRows } from '../operations/gatherRows.ts';
import type { Ragged } from './ragged.ts';

/** Every sequence from its own end to its start. */
export function reverse(x: Ragged): Ragged {
  const { data, structure, layout } = x;
  return { ...x, data: gatherRows(data, structure.on(data.context, structure.mirror(layout))) };
}
