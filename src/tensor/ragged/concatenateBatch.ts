import { fail } from '../../support/errors.ts';
import { concatenate } from '../operations/concatenate.ts';
import { rearrange } from './rearrange.ts';
import type { Ragged } from './ragged.ts';
import { Structure } from './structure.ts';

/**
 * The sequences of all batches in one, in order, in the layout of the first. They are numbered anew for random masks,
 * unless `keepIds`: then each keeps its own. Throws `bad-argument`, `shape-mismatch`.
 */
export function concatenateBatch(batches: readonly Ragged[], { keepIds = false } = {}): Ragged {
  if (batches.length === 0)
    fail('bad-argument', 'concatenateBatch', 'there is no batch', 'Give at least one');
  const structures = batches.map(({ structure }) => structure);
  const joined = new Structure(
    structures.flatMap(({ lengths }) => [...lengths]),
    {
      firstTimes: structures.flatMap(({ firstTimes }) => [...firstTimes]),
      ...(keepIds ? { ids: structures.flatMap(({ ids }) => [...ids]) } : {}),
    },
  );
  const origin: { batch: number; sequence: number; offset: number }[] = [];
  let offset = 0;
  structures.forEach(({ count, total }, batch) => {
    for (let sequence = 0; sequence < count; sequence++) origin.push({ batch, sequence, offset });
    offset += total;
  });
  const rows = concatenate(batches.map(({ data }) => data));
  return rearrange(rows, joined, batches[0].layout, (k, time) => {
    const { batch, sequence, offset: before } = origin[k];
    return before + structures[batch].row(batches[batch].layout, sequence, time);
  });
}
