/** What speaks for or against taking logarithms. */
export interface LogSuggestion {
  readonly log: boolean;
  /** Correlation of level and spread over the seasons, from -1 to 1; 0 when it cannot be told. */
  readonly correlation: number;
  /** The same after taking logarithms. */
  readonly correlationOfLog: number;
}

/** Seasons needed, and the least correlation of level and spread, for a suggestion. */
const leastSeasons = 4;
const leastCorrelation = 0.6;

/**
 * Whether the swings of a series grow with its level, so that logarithms make them even: all values are positive,
 * the mean and the standard deviation of its seasons (blocks of `period` values; of an eighth of the series where
 * there is no season) are correlated by at least 0.6, and less so after taking logarithms. NaN does not count.
 */
export function suggestLog(values: ArrayLike<number>, period: number): LogSuggestion {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const never = { log: false, correlation: 0, correlationOfLog: 0 };
  const block = period > 1 ? period : Math.max(4, Math.floor(known.length / 8));
  if (known.length < leastSeasons * block || !known.every((value) => value > 0)) return never;
  const correlation = levelAgainstSpread(known, block);
  const correlationOfLog = levelAgainstSpread(known.map(Math.log), block);
  const log = correlation >= leastCorrelation && Math.abs(correlationOfLog) < correlation;
  return { log, correlation, correlationOfLog };
}

function levelAgainstSpread(values: readonly number[], block: number): number {
  const levels: number[] = [];
  const spreads: number[] = [];
  for (let start = 0; start + block <= values.length; start += block) {
    const season = values.slice(start, start + block);
    const level = mean(season);
    levels.push(level);
    spreads.push(Math.sqrt(mean(season.map((value) => (value - level) ** 2))));
  }
  return correlationOf(levels, spreads);
}

function correlationOf(x: readonly number[], y: readonly number[]): number {
  const meanX = mean(x);
  const meanY = mean(y);
  const both = mean(x.map((value, k) => (value - meanX) * (y[k] - meanY)));
  const size = Math.sqrt(
    mean(x.map((value) => (value - meanX) ** 2)) * mean(y.map((value) => (value - meanY) ** 2)),
  );
  return size > 1e-12 * (Math.abs(meanX * meanY) + Number.MIN_VALUE) ? both / size : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
