import { isMissing, parseNumber } from '../table/parseNumber.ts';
import type { Column, Table } from '../table/table.ts';
import { findColumn } from '../table/table.ts';
import { isIdName } from './detectLayout.ts';

/**
 * The column that tells series apart: the one named; or one that is called as ids are and has some id more than
 * once; or, where times come twice or out of order, the first column of text within whose ids they do not.
 */
export function findIds(table: Table, times: Float64Array | undefined, name?: string): Column | undefined {
  if (name !== undefined) return findColumn(table, name);
  const repeats = (column: Column) => new Set(column.cells).size * 2 <= column.cells.length;
  const named = table.columns.find((column) => isIdName(column.name) && repeats(column) && isIdLike(column));
  if (named) return named;
  if (!times || isOrdered(times, undefined)) return undefined;
  return table.columns.find(
    (column) =>
      isText(column) && repeats(column) && new Set(column.cells).size > 1 && isOrdered(times, column),
  );
}

function isText({ cells }: Column): boolean {
  return cells.every((cell) => isMissing(cell) || parseNumber(cell) === undefined);
}

function isIdLike({ cells }: Column): boolean {
  return cells.every((cell) => cell !== '' && !/^[+-]?\d*\.\d+$/.test(cell));
}

function isOrdered(times: Float64Array, ids: Column | undefined): boolean {
  const last = new Map<string, number>();
  return times.every((time, row) => {
    const id = ids?.cells[row] ?? '';
    const before = last.get(id);
    last.set(id, time);
    return before === undefined || before < time;
  });
}
