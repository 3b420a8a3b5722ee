import { fail } from '../../support/errors.ts';
import { detectDecimal, isMissing, parseNumber } from '../table/parseNumber.ts';
import type { Rows } from '../table/parseRows.ts';
import type { Frequency } from '../time/frequency.ts';
import { frequencyName, plainSteps } from '../time/frequency.ts';
import { gridGrowth, inferFrequency } from '../time/inferFrequency.ts';
import { areTimes, parseTimes } from '../time/parseTimes.ts';
import { isIdName, isWideHeader } from './detectLayout.ts';
import { hasHeader } from '../table/header.ts';
import { interpolate } from './interpolate.ts';
import { numberRemedy } from './numberCell.ts';
import type { ReadSeries, ReadSeriesOptions } from './readSeriesOptions.ts';
import { type Series, unaided } from './series.ts';
import { missingNotes } from './seriesNotes.ts';

/** The series of rows that each hold one; see `readSeries`. The target is called 'value'. */
export function wideSeries(parsed: Rows, options: ReadSeriesOptions): ReadSeries {
  const { rows, where, delimiter } = parsed;
  const decimal = detectDecimal(rows, delimiter);
  const header = isWideHeader(rows) || hasHeader(rows, decimal) ? rows[0] : undefined;
  const skipped = header ? 1 : 0;
  const body = rows.slice(skipped);
  const lines = parsed.lines.slice(skipped);
  const idAt = idPosition(header, body, where, options.id);
  const axis = headerTimes(header, parsed, idAt);
  const seen = new Map<string, number>();
  const series: Series[] = [];
  for (const [k, row] of body.entries()) {
    const line = lines[k];
    const id = idAt < 0 ? `line ${line}` : row[idAt];
    const earlier = seen.get(id);
    if (earlier !== undefined) {
      fail(
        'bad-data',
        where,
        `lines ${earlier} and ${line} have the same id '${id}'`,
        'Give each series its own.',
      );
    }
    seen.set(id, line);
    const values = rowValues(row, idAt, line, parsed, decimal);
    const observed = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
    if (axis && values.length > axis.times.length) {
      const what = `line ${line} has ${values.length} values for the ${axis.times.length} times of the header`;
      fail('bad-data', where, what, 'Give the header a time for every value.');
    }
    series.push({
      id,
      times: axis ? axis.times.slice(0, values.length) : Float64Array.from(values, (_, t) => t),
      frequency: axis?.frequency ?? plainSteps,
      targets: [{ name: 'value', values: interpolate(values, options.fillLimit), observed }],
      covariates: [],
      ...unaided,
      lines: new Int32Array(values.length).fill(line),
      gaps: [],
      filled: 0,
      missing: observed.filter((present) => present === 0).length,
    });
  }
  if (series.every(({ times }) => times.length < 2)) {
    fail('bad-data', where, 'each row holds one value only', 'A series needs two values at least.');
  }
  return {
    series,
    layout: 'wide',
    columns: {},
    notes: [...wideNotes(series, axis), ...missingNotes(series, options.fillLimit)],
  };
}

/** Where the ids stand: -1 for nowhere. */
function idPosition(
  header: readonly string[] | undefined,
  body: Rows['rows'],
  where: string,
  name: string | undefined,
): number {
  if (name !== undefined) {
    const at = header?.indexOf(name) ?? -1;
    const names = header ? `the columns are ${header.slice(0, 20).join(', ')}` : 'the file has no header';
    return at >= 0
      ? at
      : fail('bad-argument', where, `there is no column '${name}'; ${names}`, 'Name one of them.');
  }
  if (header && isIdName(header[0])) return 0;
  return body.some((row) => parseNumber(row[0]) === undefined) ? 0 : -1;
}

function rowValues(
  row: readonly string[],
  idAt: number,
  line: number,
  { where }: Rows,
  decimal: '.' | ',',
): Float64Array {
  const cells = row.map((cell, k) => ({ cell, k })).filter(({ k }) => k !== idAt);
  while (cells.length > 0 && cells[cells.length - 1].cell === '') cells.pop();
  if (cells.every(({ cell }) => isMissing(cell))) {
    fail('bad-data', where, `line ${line} has no values`, 'Remove the row, or fill it.');
  }
  return Float64Array.from(cells, ({ cell, k }) => {
    const value = parseNumber(cell, decimal);
    return (
      value ??
      fail('bad-data', where, `line ${line}, field ${k + 1}: '${cell}' is not a number`, numberRemedy)
    );
  });
}

interface WideAxis {
  readonly times: Float64Array;
  readonly frequency: Frequency;
}

/** The times that a header holds, if they are even; the k-th value of each row is at the k-th of them. */
function headerTimes(
  header: readonly string[] | undefined,
  { where, lines }: Rows,
  idAt: number,
): WideAxis | undefined {
  const cells = header?.filter((_, k) => k !== idAt) ?? [];
  const years = cells.every((cell) => /^(1[5-9]|20|21)\d\d$/.test(cell));
  if (cells.length < 2 || !(areTimes(cells) || years)) return undefined;
  const { values } = parseTimes({
    name: years ? 'year' : 'header',
    cells,
    lines: cells.map(() => lines[0]),
    where,
  });
  if (values.some((time, k) => k > 0 && time <= values[k - 1])) {
    fail(
      'bad-data',
      where,
      `line ${lines[0]}: the times of the header are not in order`,
      'Sort the columns by time.',
    );
  }
  const frequency = inferFrequency([values], 'calendar');
  // A header that skips steps is not filled: its order counts.
  const regular = gridGrowth([values], frequency) === 1;
  return { times: values, frequency: { ...frequency, regular } };
}

function wideNotes(series: readonly Series[], axis: WideAxis | undefined): string[] {
  const lengths = series.map(({ times }) => times.length);
  const shortest = Math.min(...lengths);
  const longest = Math.max(...lengths);
  const span = shortest === longest ? `${longest}` : `${shortest} to ${longest}`;
  const spacing = axis ? frequencyName(axis.frequency) : 'evenly spaced';
  return [`Each row is a series: ${series.length} series of ${span} steps, ${spacing}.`];
}
