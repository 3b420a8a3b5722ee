import { hasHeader } from '../table/header.ts';
import { detectDecimal, parseNumber } from '../table/parseNumber.ts';
import type { Rows } from '../table/parseRows.ts';
import { looksLikeTime } from '../time/looksLikeTime.ts';
import { areTimes, isTimeName } from '../time/parseTimes.ts';
import type { Layout, ReadSeriesOptions } from './readSeriesOptions.ts';

/**
 * Whether rows are steps or series. They are series (wide) when the header counts the steps (V1, V2, ... or dates);
 * and, without a header and without dates in the rows, when they differ in length, each start with a name of
 * their own, or are longer than they are many. An option that names a column other than `id` means long.
 */
export function detectLayout(parsed: Rows, options: ReadSeriesOptions): Layout {
  const { rows, delimiter } = parsed;
  const named =
    Array.isArray(options.covariates) ||
    [options.known, options.categories].some((names = []) => names.length > 0);
  if (options.time !== undefined || options.target !== undefined || named) return 'long';
  if (isWideHeader(rows)) return 'wide';
  if (hasHeader(rows, detectDecimal(rows, delimiter))) return 'long';
  if (rows.slice(0, 200).some((row) => row.some(looksLikeTime))) return 'long';
  if (rows.some((row) => row.length !== rows[0].length)) return 'wide';
  if (rows[0].length < 3) return 'long';
  const names = rows.map((row) => row[0]);
  const isNamed =
    names.every((name) => parseNumber(name) === undefined) && new Set(names).size === names.length;
  return isNamed || rows[0].length > rows.length ? 'wide' : 'long';
}

/** Whether a name is one that columns of ids have. */
export function isIdName(name: string): boolean {
  return /^(id|ids|name|series|item|key|store|sensor|symbol|ticker)$|[ _](id|name)$|^(series|item|unique)[ _]/i.test(
    name,
  );
}

/** Whether the first row counts steps: dates in order, or names with consecutive numbers. */
export function isWideHeader(rows: Rows['rows']): boolean {
  const [first, ...body] = rows;
  const steps = first.slice(1);
  if (steps.length < 2 || body.length === 0 || isTimeName(first[0])) return false;
  const below = body.slice(0, 200);
  if (below.some((row) => looksLikeTime(row[0]))) return false;
  if (areTimes(steps))
    return !looksLikeTime(first[0]) && below.every((row) => !row.slice(1).some(looksLikeTime));
  const counted = steps.map((name) => /^(\D*)(\d+)$/.exec(name));
  const consecutive = counted.every(
    (match, k) => match?.[1] === counted[0]?.[1] && Number(match?.[2]) === Number(counted[0]?.[2]) + k,
  );
  if (!consecutive) return false;
  // Numbers alone may as well be values: then the cell before them must be the name of an id column, or empty.
  if (counted[0]?.[1] === '') return first[0] === '' || isIdName(first[0]);
  const named = below.every((row) => parseNumber(row[0]) === undefined);
  const uneven = below.some((row) => row.length !== first.length || row[row.length - 1] === '');
  return named || uneven || first.length > rows.length;
}
