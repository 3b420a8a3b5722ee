import { fail } from '../../support/errors.ts';
import { isValue } from '../table/header.ts';
import type { Column, Table } from '../table/table.ts';
import type { Frequency } from '../time/frequency.ts';
import { plainSteps } from '../time/frequency.ts';
import type { FoundTimes } from '../time/findTimes.ts';
import { findTimes } from '../time/findTimes.ts';
import { fitsFrequency } from '../time/fitsFrequency.ts';
import { inferFrequency } from '../time/inferFrequency.ts';
import { checkOrder } from './checkOrder.ts';
import { categoryOf } from './categoryOf.ts';
import { type ColumnRoles, columnRoles } from './columnRoles.ts';
import { fillAxis } from './fillAxis.ts';
import { findIds } from './findIds.ts';
import { interpolate } from './interpolate.ts';
import { numberCell } from './numberCell.ts';
import type { ReadSeries, ReadSeriesOptions } from './readSeriesOptions.ts';
import { aheadNotes, axisNotes, gapNotes, missingNotes } from './seriesNotes.ts';
import type { Channel, Series } from './series.ts';

/** The series of a table with a row per step; see `readSeries`. */
export function longSeries(table: Table, options: ReadSeriesOptions): ReadSeries {
  const { where, lines } = table;
  const isHeader = lines.length === 1 && !table.columns.some(({ cells }) => isValue(cells[0], table.decimal));
  if (lines.length === 1 && (isHeader || options.frequency === undefined)) {
    fail(
      'bad-data',
      where,
      lines[0] === 1 ? 'there is one row only (line 1)' : `there is one row of data (line ${lines[0]})`,
      'A series needs two rows of data at least.',
    );
  }
  const times = findTimes(table, options.time);
  const ids = findIds(table, times?.values, options.id);
  const roles = columnRoles(table, [...(times?.columns ?? []), ...(ids ? [ids.name] : [])], options);
  const groups = groupRows(table, ids);
  if (times) {
    for (const [id, rows] of groups) {
      checkOrder(times, rows, lines, where, ids ? `within ${ids.name} '${id}': ` : '');
    }
  }
  const frequency = times ? commonFrequency(times, groups, options.frequency) : plainSteps;
  const series = [...groups].map(([id, rows]) =>
    oneSeries(id, rows, table, times, frequency, roles, options),
  );
  const notes = [
    ...axisNotes(series, times),
    ...(ids ? [`Column '${ids.name}' tells ${series.length} series apart.`] : []),
    ...roles.notes,
    ...aheadNotes(series),
    ...gapNotes(series),
    ...missingNotes(series, options.fillLimit),
  ];
  const columns = {
    ...(times?.columns.length === 1 && { time: times.columns[0] }),
    ...(ids && { id: ids.name }),
  };
  return { series, layout: 'long', columns, notes };
}

/** The rows of each id, in the order in which ids first appear. */
function groupRows({ lines }: Table, ids: Column | undefined): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < lines.length; row++) {
    const id = ids?.cells[row] ?? '';
    const rows = groups.get(id);
    if (rows) rows.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}

function commonFrequency(
  times: FoundTimes,
  groups: ReadonlyMap<string, number[]>,
  expected: Frequency | undefined,
): Frequency {
  const axes = Array.from(groups.values(), (rows) => Float64Array.from(rows, (row) => times.values[row]));
  return expected && fitsFrequency(axes, expected, times.kind) ? expected : inferFrequency(axes, times.kind);
}

function oneSeries(
  id: string,
  rows: readonly number[],
  table: Table,
  found: FoundTimes | undefined,
  frequency: Frequency,
  roles: ColumnRoles,
  { fillLimit, future: mayBeFuture = false }: ReadSeriesOptions,
): Series {
  const written = Float64Array.from(rows, (row, k) => (found ? found.values[row] : k));
  const axis = fillAxis(written, frequency);
  const rowOfStep = Array.from(axis.source, (k) => (k < 0 ? -1 : rows[k]));
  const numbersOf = (column: Column): Float64Array =>
    Float64Array.from(rowOfStep, (row) => (row < 0 ? Number.NaN : numberCell(table, column, row)));
  const all = roles.targets.map(numbersOf);
  // Where something is known ahead, the rows after the last target are the future.
  const T = roles.known.length > 0 ? lastKnown(all) + 1 : axis.times.length;
  const channel = (column: Column, numbers: Float64Array, mayBeEmpty: boolean): Channel => {
    const observed = Uint8Array.from(numbers, (value) => (Number.isNaN(value) ? 0 : 1));
    if (!observed.includes(1) && !mayBeEmpty) {
      const of = id === '' ? '' : ` of series '${id}'`;
      fail(
        'bad-data',
        table.where,
        `column '${column.name}'${of} has no value at all`,
        'Leave it out, or fill it.',
      );
    }
    return { name: column.name, values: interpolate(numbers, fillLimit), observed };
  };
  const lines = Int32Array.from(rowOfStep.slice(0, T), (row) => (row < 0 ? 0 : table.lines[row]));
  const gaps = [];
  for (let t = 0; t < lines.length; t++) {
    if (lines[t] !== 0) continue;
    const after = t - 1;
    while (lines[t] === 0) t++;
    gaps.push({ after, line: lines[after], steps: t - after - 1 });
  }
  const targets = roles.targets.map((column, k) => channel(column, all[k].slice(0, T), mayBeFuture));
  return {
    id,
    times: axis.times.slice(0, T),
    frequency,
    targets,
    covariates: roles.covariates.map((column) => channel(column, numbersOf(column).slice(0, T), mayBeFuture)),
    known: roles.known.map((column) => channel(column, numbersOf(column), mayBeFuture)),
    future: axis.times.slice(T),
    categories: roles.categories.map((column) => categoryOf(table, column, rows, id)),
    lines,
    gaps,
    filled: gaps.reduce((sum, gap) => sum + gap.steps, 0),
    missing: targets.reduce((sum, { observed }) => sum + observed.filter((seen) => seen === 0).length, 0),
  };
}

/** The last step at which some channel has a value; -1 for none. */
function lastKnown(channels: readonly Float64Array[]): number {
  return Math.max(...channels.map((values) => values.findLastIndex((value) => !Number.isNaN(value))));
}
