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
  /** [T] the line of the file, counted from 1; 0 for a step that was filled in. */
  readonly lines: Int32Array;
  /** Steps that had no row in the file. */
  readonly gaps: readonly Gap[];
  /** The number of steps that had no row in the file: the sum over `gaps`. */
  readonly filled: number;
  /** Target values that were not observed, those of filled steps among them. */
  readonly missing: number;
}

/** One column of a series. */
export interface Channel {
  readonly name: string;
  /** [T]; where not observed, interpolated over a short gap (see `interpolate`), else NaN. */
  readonly values: Float64Array;
  /** [T] 1 where the value is in the file, 0 where it is missing: such a target counts in no loss and no score. */
  readonly observed: Uint8Array;
}

/** Consecutive steps without a row in the file. */
export interface Gap {
  /** The index of the last step before it. */
  readonly after: number;
  /** The line of that step. */
  readonly line: number;
  readonly steps: number;
}
