import type { Frequency } from '../time/frequency.ts';
import type { Series } from './series.ts';

export interface ReadSeriesOptions {
  /** Columns to forecast; by default the only numeric column, or the last of several. */
  readonly target?: string | readonly string[];
  /** The column that holds times; found by itself when not given. */
  readonly time?: string;
  /** The column that names the series a row belongs to. */
  readonly id?: string;
  /** 'long': a row per step; 'wide': a row per series. */
  readonly layout?: Layout | 'auto';
  /** Further columns to read as inputs; by default none. */
  readonly covariates?: 'all' | 'none' | readonly string[];
  /** Columns of numbers that are known ahead; rows beyond the last target may hold them. By default none. */
  readonly known?: readonly string[];
  /** Columns with one text for each series. By default none. */
  readonly categories?: readonly string[];
  /** Whether a series may hold no value at all of a column, as where only what is known ahead is given. */
  readonly future?: boolean;
  /** The frequency that the times are expected to have; where they do not, it is found. */
  readonly frequency?: Frequency;
  /** The longest gap that is interpolated, in steps; by default 3. */
  readonly fillLimit?: number;
}

export type Layout = 'long' | 'wide';

export interface ReadSeries {
  /** In the order of the file; all of the same channels, on axes of one frequency. */
  readonly series: readonly Series[];
  readonly layout: Layout;
  /** The columns of times and ids of a long table, each where it is one column. */
  readonly columns: { readonly time?: string; readonly id?: string };
  /** What was decided, as plain sentences for people. */
  readonly notes: readonly string[];
}
