import { parseRows } from '../table/parseRows.ts';
import { tableFromRows } from '../table/parseTable.ts';
import { detectLayout } from './detectLayout.ts';
import { longSeries } from './longSeries.ts';
import type { ReadSeries, ReadSeriesOptions } from './readSeriesOptions.ts';
import { wideSeries } from './wideSeries.ts';

/**
 * Reads time series from delimited text; `where` names the file in errors.
 *
 * Long layout: a row per step, with a column of times if there is one, one or more columns of numbers, and
 * optionally a column of ids that tells many series apart. Wide layout: a row per series, optionally an id first;
 * the series may differ in length, and empty cells at the end of a row end it.
 *
 * A cell that is empty, NA, N/A, NaN, ? or null is a missing value. A step without a row becomes a step of
 * missing values. Missing values of an inner gap of at most `fillLimit` steps are interpolated linearly, others
 * are NaN; `observed` is 0 for both.
 *
 * Throws `bad-data`, with line and column, for a value that is not a number, times out of order or twice, rows
 * of different lengths (long), and too few rows; `bad-argument` for a column that does not exist.
 */
export function readSeries(text: string, where: string, options: ReadSeriesOptions = {}): ReadSeries {
  const rows = parseRows(text, where);
  const layout =
    options.layout === undefined || options.layout === 'auto' ? detectLayout(rows, options) : options.layout;
  return layout === 'wide' ? wideSeries(rows, options) : longSeries(tableFromRows(rows), options);
}
