import { gatherRows } from '../operations/gatherRows.ts';
import { reshape } from '../operations/reshape.ts';
import type { Ragged } from './ragged.ts';
import { Structure } from './structure.ts';

/**
 * Every `count` steps of a sequence as one, side by side: [N, F] to [N', count F], in the same layout and with its ids.
 * What a sequence lacks at its end is 0.
 */
export function joinSteps({ data, structure, layout }: Ragged, count: number): Ragged {
  const { context, shape } = data;
  const joined = new Structure(
    structure.lengths.map((length) => Math.ceil(length / count)),
    { ids: structure.ids },
  );
  const parts = Array.from({ length: count }, (_, part) =>
    joined.forRows(layout, (sequence, time) => {
      const step = time * count + part;
      return step < structure.lengths[sequence] ? structure.row(layout, sequence, step) : -1;
    }),
  );
  const index = Int32Array.from(
    { length: joined.total * count },
    (_, place) => parts[place % count][Math.floor(place / count)],
  );
  const rows = gatherRows(data, context.tensor(index, [joined.total, count], 'int32'));
  return { data: reshape(rows, [joined.total, count * shape[1]]), structure: joined, layout };
}
