import { fail } from '../../support/errors.ts';
import { concatenate } from '../operations/concatenate.ts';
import { rearrange } from './rearrange.ts';
import type { Ragged } from './ragged.ts';
import { Structure } from './structure.ts';

/** Every sequence of `a` followed by that of `b`, in a's layout and with its ids. Throws `shape-mismatch`. */
export function concatenateTime(a: Ragged, b: Ragged): Ragged {
  const [first, second] = [a.structure, b.structure];
  if (first.count !== second.count) {
    fail(
      'shape-mismatch',
      'concatenateTime',
      `${first.count} sequences and ${second.count} sequences`,
      'Give two batches of as many sequences, in the same order',
    );
  }
  const joined = new Structure(
    first.lengths.map((length, k) => length + second.lengths[k]),
    { ids: first.ids, firstTimes: first.firstTimes },
  );
  return rearrange(concatenate([a.data, b.data]), joined, a.layout, (k, time) => {
    const rest = time - first.lengths[k];
    return rest < 0 ? first.row(a.layout, k, time) : first.total + second.row(b.layout, k, rest);
  });
}
