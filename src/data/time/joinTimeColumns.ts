import type { Column, Table } from '../table/table.ts';

/** Times whose parts stand in several columns, as one column. */
export interface JoinedTimes {
  readonly column: Column;
  /** The names of the columns it was made of. */
  readonly from: readonly string[];
}

/**
 * Joins the columns year, month and, where they are there, day, hour, minute, second; or a date and a time of
 * day. Undefined where the table has neither.
 */
export function joinTimeColumns(table: Table): JoinedTimes | undefined {
  return joinNumbers(table) ?? joinDateAndClock(table);
}

function joinNumbers(table: Table): JoinedTimes | undefined {
  const parts: Column[] = [];
  for (const name of ['year', 'month', 'day', 'hour', 'minute', 'second']) {
    const part = table.columns.find((column) => column.name.toLowerCase() === name);
    if (!part || !part.cells.every((cell) => /^\d{1,4}$/.test(cell))) break;
    parts.push(part);
  }
  if (parts.length < 2) return undefined;
  const cells = table.lines.map((_, row) => {
    const [year, month, day, hour, minute = '0', second = '0'] = parts.map((part) => part.cells[row]);
    const date = `${year}-${month}${day === undefined ? '' : `-${day}`}`;
    return hour === undefined
      ? date
      : `${date} ${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`;
  });
  const from = parts.map((part) => part.name);
  return { column: { name: from.join(' '), cells }, from };
}

function joinDateAndClock(table: Table): JoinedTimes | undefined {
  const named = (name: string) => table.columns.find((column) => column.name.toLowerCase() === name);
  const date = named('date');
  const clock = named('time');
  if (!date || !clock || !clock.cells.every((cell) => /^\d{1,2}[:.]\d{2}([:.]\d{2})?$/.test(cell))) {
    return undefined;
  }
  const cells = date.cells.map((cell, row) => `${cell} ${clock.cells[row].replaceAll('.', ':')}`);
  return { column: { name: `${date.name} ${clock.name}`, cells }, from: [date.name, clock.name] };
}
