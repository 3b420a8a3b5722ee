import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { numberCell } from '../series/numberCell.ts';
import { parseTable } from '../table/parseTable.ts';
import { type Column, findColumn, type Table } from '../table/table.ts';
import type { FeatureSequence } from './featureSequence.ts';
import type { Label } from './readLabels.ts';

export interface FeatureTable {
  readonly sequences: readonly FeatureSequence[];
  /** The names of the columns of numbers, in their order. */
  readonly columns: readonly string[];
}

/**
 * Sequences of a table with a row per step: a column of ids (`id`, or the first one), and numbers in all others or in
 * `columns`. Rows of one id are its steps, in their order. Throws `bad-data`; sequences with a bad cell go to `left`.
 */
export function readFeatureTable(
  text: string,
  where: string,
  options: {
    readonly id?: string | undefined;
    readonly columns?: readonly string[] | undefined;
    readonly labels?: ReadonlyMap<string, Label> | undefined;
  },
  left: LeftOut,
): FeatureTable {
  const table = parseTable(text, where);
  const ids = options.id === undefined ? idColumn(table) : findColumn(table, options.id);
  const columns = options.columns
    ? options.columns.map((name) => findColumn(table, name))
    : table.columns.filter((column) => column !== ids);
  if (columns.length === 0) {
    fail(
      'bad-data',
      where,
      `it has no column but ${ids.name}`,
      'Give a column of ids and columns of numbers',
    );
  }
  const rows = new Map<string, number[]>();
  ids.cells.forEach((id, row) => {
    const own = rows.get(id);
    if (own) own.push(row);
    else rows.set(id, [row]);
  });
  const sequences: FeatureSequence[] = [];
  for (const [id, own] of rows) {
    try {
      const label = options.labels?.get(id);
      const place = `${where}, line ${table.lines[own[0]]}`;
      const features = Float32Array.from(
        own.flatMap((row) => columns.map((one) => valueAt(table, one, row))),
      );
      sequences.push({ id, features, width: columns.length, place, ...(label && { text: label.text }) });
    } catch (error) {
      left.take(error);
    }
  }
  return { sequences, columns: columns.map(({ name }) => name) };
}

const idColumn = (table: Table): Column =>
  table.columns.find(({ name }) => name.toLowerCase() === 'id') ?? table.columns[0];

function valueAt(table: Table, column: Column, row: number): number {
  const value = numberCell(table, column, row);
  if (Number.isFinite(value)) return value;
  const where = `${table.where}, line ${table.lines[row]}, column '${column.name}'`;
  return fail('bad-data', where, 'there is no number', 'Give every step all its numbers.');
}
