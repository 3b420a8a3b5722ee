import { fail } from '../../support/errors.ts';

/** A piece of a series to learn from: inputs [start, start + length), answers the `horizon` steps after them. */
export interface Window {
  /** Index of the series. */
  readonly series: number;
  readonly start: number;
  /** Steps of context: `context`, or fewer near the start of the series. */
  readonly length: number;
  readonly horizon: number;
}

export interface WindowOptions {
  /** The most steps of context. */
  readonly context: number;
  /** Steps to forecast. */
  readonly horizon: number;
  /** Steps from one window to the next; by default 1. */
  readonly stride?: number;
  /** The fewest steps of context; by default 1. */
  readonly least?: number;
}

/**
 * The windows of series of the given lengths, in order. The last window of a series ends at its last step, the
 * others `stride` earlier each; a window that would start before the series is shorter instead of padded. A
 * series of fewer than `least + horizon` steps gives none. Throws `bad-argument` unless all options are whole
 * numbers of at least 1.
 */
export function trainingWindows(seriesLengths: ArrayLike<number>, options: WindowOptions): Window[] {
  const { context, horizon, stride = 1, least = 1 } = options;
  for (const [name, value] of Object.entries({ context, horizon, stride, least })) {
    if (Number.isInteger(value) && value >= 1) continue;
    fail('bad-argument', 'trainingWindows', `${name} is ${value}`, 'Give a whole number of at least 1.');
  }
  const windows: Window[] = [];
  for (let series = 0; series < seriesLengths.length; series++) {
    const last = seriesLengths[series] - horizon;
    if (last < least) continue;
    const first = last - Math.floor((last - least) / stride) * stride;
    for (let cut = first; cut <= last; cut += stride) {
      const start = Math.max(0, cut - context);
      windows.push({ series, start, length: cut - start, horizon });
    }
  }
  return windows;
}
