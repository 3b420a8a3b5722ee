import type { Frequency } from '../time/frequency.ts';

/** One time series of T steps, in the order of time, on an axis without gaps where that axis is regular. */
export interface Series {
  /** Its name in the data; '' for the only series of a file without ids. */
  readonly id: string;
  /** [T] milliseconds since 1970-01-01 UTC; 0, 1, 2, ... or the numbers of the file where the unit is 'step'. */
  readonly times: Float64Array;
  readonly frequency: Frequency;
  /** What is to be forecast. */
  readonly targets: readonly Channel[];
  /** Other columns, known up to the present only. */
  readonly covariates: readonly Channel[];
  /** Columns that are known ahead: [T + F], for F steps beyond the last target too. */
  readonly known: readonly Channel[];
  /** [F] the times of these steps. */
  readonly future: Float64Array;
  /** What the series is, by static category. */
  readonly categories: readonly Category[];
  /** [T] the line of the file, counted from 1; 0 for a step that was filled in. */
  readonly lines: Int32Array;
  /** Steps that had no row in the file. */
  readonly gaps: readonly Gap[];
  /** The number of steps that had no row in the file: the sum over `gaps`. */
  readonly filled: number;
  /** Target values that were not observed, those of filled steps among them. */
  readonly missing: number;
}

/** The parts of a series of which nothing is known ahead, and which is of no category. */
export const unaided: Pick<Series, 'known' | 'future' | 'categories'> = {
  known: [],
  future: new Float64Array(0),
  categories: [],
};

/** One column of a series. */
export interface Channel {
  readonly name: string;
  /** [T]; where not observed, interpolated over a short gap (see `interpolate`), else NaN. */
  readonly values: Float64Array;
  /** [T] 1 where the value is in the file, 0 where it is missing: such a target counts in no loss and no score. */
  readonly observed: Uint8Array;
}

/** A column with one text for the whole series; '' where it is missing. */
export interface Category {
  readonly name: string;
  readonly value: string;
}

/** Consecutive steps without a row in the file. */
export interface Gap {
  /** The index of the last step before it. */
  readonly after: number;
  /** The line of that step. */
  readonly line: number;
  readonly steps: number;
}
