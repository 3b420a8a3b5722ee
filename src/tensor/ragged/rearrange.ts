import { gatherRows } from '../operations/gatherRows.ts';
import type { Tensor } from '../tensor.ts';
import type { Ragged } from './ragged.ts';
import type { Layout, Structure } from './structure.ts';

/** New sequences from the rows of a tensor: `row` says which is each sequence's step. */
export function rearrange(
  rows: Tensor,
  structure: Structure,
  layout: Layout,
  row: (sequence: number, time: number) => number,
): Ragged {
  const index = rows.context.tensor(structure.forRows(layout, row), [structure.total], 'int32');
  return { data: gatherRows(rows, index), structure, layout };
}
