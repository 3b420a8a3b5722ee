import { longSeries } from '../../data/series/longSeries.ts';
import { readSeries } from '../../data/series/readSeries.ts';
import type { ReadSeries, ReadSeriesOptions } from '../../data/series/readSeriesOptions.ts';
import { type Series, unaided } from '../../data/series/series.ts';
import { tableFromRows } from '../../data/table/parseTable.ts';
import { plainSteps } from '../../data/time/frequency.ts';
import { fail } from '../../support/errors.ts';

/** A record: column names with their values; what is missing is null, undefined, NaN or ''. */
export type Row = Readonly<Record<string, string | number | Date | null | undefined>>;

/**
 * Series in memory: the text of a CSV file; records, one per step; the numbers of one series (NaN where missing);
 * those of several by name; or series that `readSeries` gave.
 */
export type SeriesInput =
  | string
  | readonly number[]
  | Float64Array
  | { readonly [id: string]: readonly number[] | Float64Array }
  | readonly Row[]
  | readonly Series[];

/** Throws `bad-data`, and `bad-argument` for a column that does not exist. */
export function toSeries(input: SeriesInput, options: ReadSeriesOptions): ReadSeries {
  if (typeof input === 'string') return readSeries(input, 'the text', options);
  if (input instanceof Float64Array || isNumbers(input)) return several({ '': input }, options);
  if (!isList(input)) return several(input, options);
  if (input.length === 0) fail('bad-data', 'forecast', 'there are no rows', 'Give some data');
  if (isSeries(input)) return { series: input, layout: 'long', columns: {}, notes: [] };
  return fromRecords(input as readonly Row[], options);
}

type Several = { readonly [id: string]: readonly number[] | Float64Array };

const isList = (input: Exclude<SeriesInput, string>): input is readonly Row[] | readonly Series[] =>
  Array.isArray(input);

const isNumbers = (input: Exclude<SeriesInput, string>): input is readonly number[] =>
  Array.isArray(input) && typeof input[0] === 'number';

const isSeries = (input: readonly Row[] | readonly Series[]): input is readonly Series[] =>
  'targets' in input[0] && input[0].times instanceof Float64Array;

function several(series: Several, { known = [], categories = [] }: ReadSeriesOptions): ReadSeries {
  const [column] = [...known, ...categories];
  if (column !== undefined) {
    const what = `numbers have no column '${column}'`;
    fail('bad-argument', 'forecast', what, 'Give records, or the text of a CSV file');
  }
  const made = Object.entries(series).map(([id, numbers]): Series => {
    const values = Float64Array.from(numbers);
    const observed = Uint8Array.from(values, (value) => Number(Number.isFinite(value)));
    return {
      id,
      times: Float64Array.from(values, (_, t) => t),
      frequency: plainSteps,
      targets: [{ name: 'value', values, observed }],
      covariates: [],
      ...unaided,
      lines: Int32Array.from(values, (_, t) => t + 1),
      gaps: [],
      filled: 0,
      missing: observed.reduce((sum, seen) => sum + 1 - seen, 0),
    };
  });
  if (made.length === 0) fail('bad-data', 'forecast', 'there are no series', 'Give some data');
  return { series: made, layout: 'wide', columns: {}, notes: [] };
}

/** Records as a table, read as a file is; errors count them as lines from 1. */
function fromRecords(records: readonly Row[], options: ReadSeriesOptions): ReadSeries {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = [names, ...records.map((record) => names.map((name) => cellOf(record[name])))];
  const lines = rows.map((_, k) => k);
  return longSeries(tableFromRows({ where: 'the data', delimiter: ',', rows, lines }, true), options);
}

function cellOf(value: Row[string]): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
