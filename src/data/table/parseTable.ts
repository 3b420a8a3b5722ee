import { fail } from '../../support/errors.ts';
import type { Delimiter } from './delimiter.ts';
import { hasHeader } from './header.ts';
import { detectDecimal } from './parseNumber.ts';
import type { Rows } from './parseRows.ts';
import { parseRows } from './parseRows.ts';
import type { Table } from './table.ts';

export interface TableOptions {
  /** Whether the first row names the columns; found by itself when not given. */
  readonly header?: boolean;
  readonly delimiter?: Delimiter;
}

/**
 * Reads a delimited text as a table. Throws `bad-data` for rows of different lengths and for two columns of one
 * name, with the line.
 */
export function parseTable(text: string, where: string, options: TableOptions = {}): Table {
  return tableFromRows(parseRows(text, where, options.delimiter), options.header);
}

/** The table that rows make up; see `parseTable`. */
export function tableFromRows(parsed: Rows, header?: boolean): Table {
  const { where, delimiter, rows, lines } = parsed;
  const decimal = detectDecimal(rows, delimiter);
  refuseRagged(parsed);
  const named = header ?? hasHeader(rows, decimal);
  const names = rows[0].map((cell, k) => (named && cell !== '' ? cell : `column ${k + 1}`));
  if (named) refuseDuplicates(names, where, lines[0]);
  const body = named ? rows.slice(1) : rows;
  if (body.length === 0) {
    fail('bad-data', where, 'there is a header and no row below it', 'Give a table with some rows in it.');
  }
  const columns = names.map((name, k) => ({ name, cells: body.map((row) => row[k]) }));
  return { where, delimiter, decimal, header: named, columns, lines: named ? lines.slice(1) : lines };
}

function refuseRagged({ rows, lines, where, delimiter }: Rows): void {
  const expected = rows[0].length;
  const at = rows.findIndex((row) => row.length !== expected);
  if (at < 0) return;
  const mark = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' }[delimiter];
  fail(
    'bad-data',
    where,
    `line ${lines[at]} has ${fields(rows[at].length)}, the first row has ${fields(expected)} (separated by ${mark})`,
    'Give every row the same number of fields; leave a cell empty where a value is missing, and put text that holds the separator in double quotes.',
  );
}

function refuseDuplicates(names: readonly string[], where: string, line: number): void {
  const first = new Map<string, number>();
  names.forEach((name, k) => {
    const earlier = first.get(name);
    if (earlier !== undefined) {
      const both = `columns ${earlier + 1} and ${k + 1} are both called '${name}'`;
      fail('bad-data', where, `line ${line}: ${both}`, 'Give each column a name of its own.');
    }
    first.set(name, k);
  });
}

function fields(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`;
}
