import { fail } from '../../support/errors.ts';
import type { DecimalMark } from './parseNumber.ts';
import type { Delimiter } from './delimiter.ts';
import { nearestNames } from '../../support/nearestNames.ts';

/** A rectangular table of text cells. */
export interface Table {
  /** The file or other origin, as errors name it. */
  readonly where: string;
  readonly delimiter: Delimiter;
  readonly decimal: DecimalMark;
  /** Whether the names come from the file; else they are "column 1", "column 2", ... */
  readonly header: boolean;
  readonly columns: readonly Column[];
  /** The line of the file, counted from 1, of each row. */
  readonly lines: readonly number[];
}

export interface Column {
  readonly name: string;
  /** One cell per row. */
  readonly cells: readonly string[];
}

/** The column called `name`, exactly or else ignoring case. Throws `bad-argument` that lists the names. */
export function findColumn(table: Table, name: string): Column {
  const { columns, where } = table;
  const folded = name.toLowerCase();
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === folded);
  if (found) return found;
  const names = columns.map((column) => column.name);
  const [near] = nearestNames(name, names, 1);
  return fail(
    'bad-argument',
    where,
    `there is no column '${name}'; the columns are ${names.map((known) => `'${known}'`).join(', ')}`,
    near === undefined ? 'Name one of them.' : `Did you mean '${near}'?`,
  );
}
