import { fail } from '../../support/errors.ts';
import { isMissing } from '../table/parseNumber.ts';
import type { Column, Table } from '../table/table.ts';
import type { Category } from './series.ts';

/** The one text that a column holds in the rows of a series. Throws `bad-data` with both lines where it changes. */
export function categoryOf(
  table: Table,
  { name, cells }: Column,
  rows: readonly number[],
  id: string,
): Category {
  const present = rows.filter((row) => !isMissing(cells[row]));
  const value = present.length === 0 ? '' : cells[present[0]];
  const other = present.find((row) => cells[row] !== value);
  if (other !== undefined) {
    const of = id === '' ? '' : ` of series '${id}'`;
    fail(
      'bad-data',
      table.where,
      `column '${name}'${of} is '${value}' in line ${table.lines[present[0]]} and '${cells[other]}' in line ${table.lines[other]}`,
      'A static category is the same in all rows of a series: leave it out, or correct the rows.',
    );
  }
  return { name, value };
}
