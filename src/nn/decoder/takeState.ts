import { gatherRows } from '../../tensor/operations/gatherRows.ts';
import { QueryRows } from '../attention/queryRows.ts';
import { takeWeights } from '../attention/takeWeights.ts';
import type { DecoderState } from './decoder.ts';
import { mapState } from './mapState.ts';

/** A state whose row k is row `chosen[k]` of another: for targets that have ended, or beginnings that go on. */
export function takeState(state: DecoderState, chosen: ArrayLike<number>): DecoderState {
  const { context } = Object.values(state.stack[0][0])[0];
  const index = context.tensor(chosen, [chosen.length], 'int32');
  return mapState(
    state,
    (rows) => gatherRows(rows, index),
    ({ sums, rows: from }) => {
      const sources = Int32Array.from(chosen, (row) => from.sources[row]);
      const rows = new QueryRows(from.source, sources);
      return { sums: takeWeights(sums, from, rows, chosen), rows };
    },
  );
}
