/** A season, and how it is taken off values and put on again. */
export interface SeasonalIndices {
  /** [period] by step of the season, that of the first value first. */
  readonly indices: Float64Array;
  /** Values are divided by the indices; otherwise these are subtracted. */
  readonly multiplicative: boolean;
}

/** The 95 % quantile of the normal distribution: the significance of the test, as in M4. */
const CRITICAL = 1.645;

/**
 * The season of [T] values by classical decomposition (centred moving averages), if it shows in their
 * autocorrelation (a test at 90 %, as in the M4 competition; Makridakis et al., 2020) and they span three seasons.
 * Multiplicative where all values are above 0, else additive. Without a season undefined.
 */
export function seasonalIndices(values: Float64Array, period: number): SeasonalIndices | undefined {
  const T = values.length;
  if (period < 2 || T < 3 * period || !isSeasonal(values, period)) return undefined;
  const multiplicative = values.every((value) => value > 0);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const half = Math.floor(period / 2);
  for (let t = half; t + half < T; t++) {
    const trend = centredMean(values, t, period);
    sums[t % period] += multiplicative ? values[t] / trend : values[t] - trend;
    counts[t % period]++;
  }
  const raw = sums.map((sum, k) => sum / counts[k]);
  const mean = raw.reduce((sum, value) => sum + value, 0) / period;
  return { indices: raw.map((value) => (multiplicative ? value / mean : value - mean)), multiplicative };
}

/** The mean over a season around step t; of an even season, the two outer steps count half. */
function centredMean(values: Float64Array, t: number, period: number): number {
  const half = Math.floor(period / 2);
  const outer = period % 2 === 0 ? 0.5 : 1;
  let sum = outer * (values[t - half] + values[t + half]);
  for (let k = 1 - half; k < half; k++) sum += values[t + k];
  return sum / period;
}

/** Whether the autocorrelation a season apart is significant, given those at shorter distances (Bartlett). */
function isSeasonal(values: Float64Array, period: number): boolean {
  const T = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  const apart = (lag: number): number => {
    let sum = 0;
    for (let t = lag; t < T; t++) sum += (values[t] - mean) * (values[t - lag] - mean);
    return sum;
  };
  const all = apart(0);
  if (!(all > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += (apart(lag) / all) ** 2;
  return Math.abs(apart(period) / all) > CRITICAL * Math.sqrt((1 + 2 * squares) / T);
}
