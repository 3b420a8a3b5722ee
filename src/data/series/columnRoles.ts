import { fail } from '../../support/errors.ts';
import { isMissing, parseNumber } from '../table/parseNumber.ts';
import type { Column, Table } from '../table/table.ts';
import { findColumn } from '../table/table.ts';
import type { ReadSeriesOptions } from './readSeriesOptions.ts';

/** What the columns of a long table are for. */
export interface ColumnRoles {
  readonly targets: readonly Column[];
  readonly covariates: readonly Column[];
  readonly known: readonly Column[];
  readonly categories: readonly Column[];
  readonly notes: readonly string[];
}

/**
 * Chooses targets and covariates among the columns that are neither times nor ids (`taken`). Throws `bad-argument`
 * for a name that does not exist or is chosen twice, and `bad-data` when there are no numbers.
 */
export function columnRoles(table: Table, taken: readonly string[], options: ReadSeriesOptions): ColumnRoles {
  const notes: string[] = [];
  const named = (names: readonly string[] = []): Column[] => [
    ...new Set(names.map((name) => findColumn(table, name))),
  ];
  const known = named(options.known);
  const categories = named(options.categories);
  const free = table.columns.filter((column) => !taken.includes(column.name));
  const numeric = free.filter(
    (column) =>
      ![...known, ...categories].includes(column) && isNumeric(column, table) && !isRowNumber(column, table),
  );
  const ahead = onlyAhead(table, options);
  const targets = ahead?.targets ?? chooseTargets(table, numeric, options, notes);
  const covariates = ahead?.covariates ?? chooseCovariates(table, numeric, targets, options);
  refuseTwice(table, { target: targets, covariate: covariates, 'known ahead': known, category: categories });
  const used = [...targets, ...covariates, ...known, ...categories];
  const unused = free.filter((column) => !used.includes(column));
  if (unused.length > 0) notes.push(`Not used: ${quoted(unused)}.`);
  return { targets, covariates, known, categories, notes };
}

/** Where a table may hold the future alone, and has no column of the targets: these and the covariates, empty. */
function onlyAhead(
  { columns, lines }: Table,
  { future = false, known = [], target = [], covariates = [] }: ReadSeriesOptions,
): Pick<ColumnRoles, 'targets' | 'covariates'> | undefined {
  const names = typeof target === 'string' ? [target] : target;
  if (!future || known.length === 0 || columns.some(({ name }) => names.includes(name))) return undefined;
  const cells = lines.map(() => '');
  const empty = (some: readonly string[]): Column[] => some.map((name) => ({ name, cells }));
  return { targets: empty(names), covariates: empty(typeof covariates === 'string' ? [] : covariates) };
}

function refuseTwice({ where }: Table, roles: Readonly<Record<string, readonly Column[]>>): void {
  const seen = new Map<Column, string>();
  for (const [role, columns] of Object.entries(roles)) {
    for (const column of columns) {
      const other = seen.get(column);
      seen.set(column, role);
      if (other === undefined) continue;
      fail('bad-argument', where, `column '${column.name}' is both ${other} and ${role}`, 'Name it once.');
    }
  }
}

function chooseTargets(
  table: Table,
  numeric: Column[],
  { target }: ReadSeriesOptions,
  notes: string[],
): Column[] {
  if (target !== undefined) {
    const names = typeof target === 'string' ? [target] : target;
    return [...new Set(names.map((name) => findColumn(table, name)))];
  }
  const last = numeric.at(-1);
  if (!last) {
    return fail(
      'bad-data',
      table.where,
      'there is no column of numbers to forecast',
      'Give a table with one.',
    );
  }
  const why =
    numeric.length === 1
      ? 'the only column of numbers'
      : `the last of ${numeric.length} columns of numbers; to forecast another, name it as the target`;
  notes.push(`The target is '${last.name}', ${why}.`);
  return [last];
}

function chooseCovariates(
  table: Table,
  numeric: readonly Column[],
  targets: readonly Column[],
  { covariates = 'none' }: ReadSeriesOptions,
): Column[] {
  if (covariates === 'none') return [];
  if (covariates === 'all') return numeric.filter((column) => !targets.includes(column));
  return [...new Set(covariates.map((name) => findColumn(table, name)))];
}

/** Mostly numbers: a stray word in such a column is reported, not taken as a sign that it is text. */
function isNumeric({ cells }: Column, { decimal }: Table): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  const numbers = present.filter((cell) => parseNumber(cell, decimal) !== undefined);
  return numbers.length * 2 > present.length;
}

/** A column such as "No" or an unnamed one that counts the rows. */
function isRowNumber({ name, cells }: Column, { header }: Table): boolean {
  if (
    !header ||
    !/^(no|nr|n|row|rows|rownames|row[ _]?num(ber)?|index|id|#|unnamed: 0|column 1)$/i.test(name)
  )
    return false;
  return cells.every((cell, k) => /^\d+$/.test(cell) && Number(cell) === Number(cells[0]) + k);
}

function quoted(columns: readonly Column[]): string {
  return columns.map((column) => `'${column.name}'`).join(', ');
}
