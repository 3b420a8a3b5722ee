import { fail } from '../../support/errors.ts';
import { parseNumber } from '../table/parseNumber.ts';
import type { Column, Table } from '../table/table.ts';

/** The number in a row of a column, NaN where missing. Throws `bad-data` with line, column and cell for text. */
export function numberCell(table: Table, column: Column, row: number): number {
  const cell = column.cells[row];
  const value = parseNumber(cell, table.decimal);
  if (value !== undefined) return value;
  return fail(
    'bad-data',
    table.where,
    `line ${table.lines[row]}, column '${column.name}': '${cell}' is not a number`,
    numberRemedy,
  );
}

export const numberRemedy =
  'Write numbers as 1234.5 without units or thousands separators, and leave the cell empty where a value is missing.';
