import type { Column, Table } from '../table/table.ts';
import { findColumn } from '../table/table.ts';
import { joinTimeColumns } from './joinTimeColumns.ts';
import type { ParsedTimes } from './parseTimes.ts';
import { areTimes, isTimeName, mayBeTimes, parseTimes } from './parseTimes.ts';

export interface FoundTimes extends ParsedTimes {
  /** The columns that the times come from: one, or parts such as year, month and day. */
  readonly columns: readonly string[];
}

/**
 * The times of a table's rows: from the column `name`; or parts (year, month, day, hour, ... or date and time);
 * or the first column that is called as a time and holds times; or the first whose cells can be nothing else.
 * Undefined where there is none. Throws `bad-argument` for an unknown column and what `parseTimes` throws.
 */
export function findTimes(table: Table, name?: string): FoundTimes | undefined {
  if (name !== undefined) return timesOf(table, findColumn(table, name));
  const joined = joinTimeColumns(table);
  if (joined) return { ...parse(table, joined.column), columns: joined.from };
  const named = table.columns.filter((column) => isTimeName(column.name) && !isCalendarPart(column));
  const column =
    named.find((candidate) => areTimes(candidate.cells)) ??
    named.find((candidate) => mayBeTimes(candidate)) ??
    table.columns.find((candidate) => areTimes(candidate.cells));
  return column && timesOf(table, column);
}

/** A column such as an hour of 0 to 23 that comes round: an input, not the axis. */
function isCalendarPart({ name, cells }: Column): boolean {
  if (!/^(quarter|months?|weeks?|days?|hours?)$/i.test(name) || !cells.every((cell) => /^\d+$/.test(cell))) {
    return false;
  }
  return cells.some((cell, row) => row > 0 && Number(cell) <= Number(cells[row - 1]));
}

function timesOf(table: Table, column: Column): FoundTimes {
  return { ...parse(table, column), columns: [column.name] };
}

function parse(table: Table, column: Column): ParsedTimes {
  return parseTimes({ ...column, lines: table.lines, where: table.where });
}
