import { gatherRows } from '../operations/gatherRows.ts';
import type { Ragged } from './ragged.ts';
import type { Layout } from './structure.ts';

/** The same sequences in a layout: one gather, or nothing where it already is so. */
export function toLayout(x: Ragged, layout: Layout): Ragged {
  if (x.layout === layout) return x;
  const { data, structure } = x;
  const index = structure.on(data.context, structure.source(layout));
  return { data: gatherRows(data, index), structure, layout };
}
