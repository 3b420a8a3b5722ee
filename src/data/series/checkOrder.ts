import { fail } from '../../support/errors.ts';
import { formatTime } from '../time/formatTime.ts';
import type { ParsedTimes } from '../time/parseTimes.ts';

/**
 * Throws `bad-data` unless the times of `rows` increase from each to the next, with both lines. `within` says in
 * which group of rows, as "within store 'b': ".
 */
export function checkOrder(
  { values, kind }: ParsedTimes,
  rows: readonly number[],
  lines: readonly number[],
  where: string,
  within: string,
): void {
  const written = (row: number): string =>
    formatTime(values[row], { unit: kind === 'step' ? 'step' : 'second', every: 1, regular: false });
  const firstRow = new Map<number, number>();
  let latest = rows[0];
  for (const row of rows) {
    const twin = firstRow.get(values[row]);
    if (twin !== undefined) {
      const what = `${within}lines ${lines[twin]} and ${lines[row]} have the same time, ${written(row)}`;
      fail('bad-data', where, what, twiceRemedy);
    }
    if (values[row] < values[latest]) {
      const what = `${within}line ${lines[row]} (${written(row)}) is earlier than line ${lines[latest]} (${written(latest)})`;
      const falling = rows.every((at, k) => k === 0 || values[at] < values[rows[k - 1]]);
      fail('bad-data', where, what, falling ? 'Reverse the rows: the oldest belongs first.' : orderRemedy);
    }
    firstRow.set(values[row], row);
    latest = row;
  }
}

const orderRemedy = 'Sort the rows by time, or name the column that tells the series apart as the id.';
const twiceRemedy =
  'Remove one of them; or name the column that tells the series apart as the id; or, where clocks were set back, write times in UTC.';
