/** Steps that recent means are taken over, where there are as many. */
export const SMOOTH = 12;

/** [T + 1] sums of the values before each step, for means. */
export function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) sums[t + 1] = sums[t] + values[t];
  return sums;
}

/** The mean of the last `count` values up to step t, or of as many as there are. */
export function recentMean(sums: Float64Array, t: number, count: number): number {
  const from = Math.max(0, t + 1 - count);
  return (sums[t + 1] - sums[from]) / (t + 1 - from);
}
