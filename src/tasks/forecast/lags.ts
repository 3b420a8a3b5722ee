import type { Range } from './forecastBatch.ts';
import { solveAll } from './solve.ts';

/** Penalty of the regression, in squared units of the scale of a series. */
const RIDGE = 1;

/**
 * Writes the L values before step t, the latest first, against the one at t and in units of the local scale there, `size`;
 * 0 for those before the beginning.
 */
export function writeLags(
  values: Float64Array,
  t: number,
  lags: number,
  size: number,
  out: Float64Array | Float32Array,
  at: number,
): void {
  for (let j = 1; j <= lags; j++) out[at + j - 1] = t >= j ? (values[t - j] - values[t]) / size : 0;
}

/** The values of a series that lags look at, and where they are observed. */
interface Column {
  readonly values: Float64Array;
  readonly observed: Uint8Array;
  /** [T] local scales, in which lags and changes are told. */
  readonly local: Float64Array;
}

/**
 * The weights [K][L] of a ridge regression of the changes in 1 to K steps on L lags, over the states in the ranges from
 * which all K steps are known; at most about `most` of them.
 */
export function fitLags(
  columns: readonly Column[],
  ranges: readonly Range[],
  { lags, horizon, warm, most }: { lags: number; horizon: number; warm: number; most: number },
): readonly (readonly number[])[] {
  const gram = Array.from({ length: lags }, (_, i) => {
    const row = new Array<number>(lags).fill(0);
    row[i] = RIDGE;
    return row;
  });
  const moments = Array.from({ length: horizon }, () => new Array<number>(lags).fill(0));
  const count = ranges.reduce(
    (sum, { from, to }) => sum + Math.max(0, to - horizon - Math.max(from, warm)),
    0,
  );
  const stride = Math.max(1, Math.ceil(count / most));
  const row = new Float64Array(lags);
  columns.forEach(({ values, observed, local }, k) => {
    for (let t = Math.max(ranges[k].from, warm); t + horizon < ranges[k].to; t += stride) {
      if (observed.subarray(t + 1, t + 1 + horizon).includes(0)) continue;
      writeLags(values, t, lags, local[t], row, 0);
      for (let i = 0; i < lags; i++) for (let j = 0; j < lags; j++) gram[i][j] += row[i] * row[j];
      for (let h = 1; h <= horizon; h++) {
        const change = (values[t + h] - values[t]) / local[t];
        const moment = moments[h - 1];
        for (let j = 0; j < lags; j++) moment[j] += row[j] * change;
      }
    }
  });
  return lags === 0 ? moments : solveAll(gram, moments);
}
