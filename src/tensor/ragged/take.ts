import { fail } from '../../support/errors.ts';
import { rearrange } from './rearrange.ts';
import type { Ragged } from './ragged.ts';
import { Structure } from './structure.ts';

/** The sequences at the given positions, in that order; a position may come twice. Ids go along. Throws `bad-argument`. */
export function take({ data, structure, layout }: Ragged, sequences: ArrayLike<number>): Ragged {
  const chosen = Array.from(sequences);
  const wrong = chosen.find((k) => !Number.isInteger(k) || k < 0 || k >= structure.count);
  if (wrong !== undefined) {
    fail(
      'bad-argument',
      'take',
      `sequence ${wrong} of ${structure.count}`,
      `Give positions from 0 to ${structure.count - 1}`,
    );
  }
  const part = new Structure(
    chosen.map((k) => structure.lengths[k]),
    { ids: chosen.map((k) => structure.ids[k]), firstTimes: chosen.map((k) => structure.firstTimes[k]) },
  );
  return rearrange(data, part, layout, (k, time) => structure.row(layout, chosen[k], time));
}
