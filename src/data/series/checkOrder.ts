import { fail } from '../../support/errors.ts';
import { formatTime } from '../time/formatTime.ts';
import type { ParsedTimes } from '../time/parseTimes.ts';

/** Where and how the order of times is broken. */
export interface OrderFault {
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

/**
 * The first place where the times of `rows` do not increase from each to the next, with both lines. `within` says in
 * which group of rows, as "within store 'b': ".
 */
export function orderFault(
  { values, kind }: ParsedTimes,
  rows: readonly number[],
  lines: readonly number[],
  within: string,
): OrderFault | undefined {
  const written = (row: number): string =>
    formatTime(values[row], { unit: kind === 'step' ? 'step' : 'second', every: 1, regular: false });
  const firstRow = new Map<number, number>();
  let latest = rows[0];
  for (const row of rows) {
    const line = lines[row];
    const twin = firstRow.get(values[row]);
    if (twin !== undefined) {
      const what = `${within}lines ${lines[twin]} and ${line} have the same time, ${written(row)}`;
      return { line, what, remedy: twiceRemedy };
    }
    if (values[row] < values[latest]) {
      const what = `${within}line ${line} (${written(row)}) is earlier than line ${lines[latest]} (${written(latest)})`;
      const falling = rows.every((at, k) => k === 0 || values[at] < values[rows[k - 1]]);
      return { line, what, remedy: falling ? 'Reverse the rows: the oldest belongs first.' : orderRemedy };
    }
    firstRow.set(values[row], row);
    latest = row;
  }
  return undefined;
}

/** Throws `bad-data` where there is an `orderFault`. */
export function checkOrder(
  times: ParsedTimes,
  rows: readonly number[],
  lines: readonly number[],
  where: string,
  within: string,
): void {
  const fault = orderFault(times, rows, lines, within);
  if (fault) fail('bad-data', where, fault.what, fault.remedy);
}

const orderRemedy = 'Sort the rows by time, or name the column that tells the series apart as the id.';
const twiceRemedy =
  'Remove one of them; or name the column that tells the series apart as the id; or, where clocks were set back, write times in UTC.';
