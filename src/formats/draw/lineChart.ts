/** How a series is told apart without colour: a solid line, a dotted line, or a mark at every point. */
export type SeriesStyle = 'line' | 'dotted' | 'marks';

export interface ChartSeries {
  readonly name: string;
  /** One value per position along x; a value that is not finite leaves a gap. */
  readonly values: readonly number[];
  /** The position of the first value; by default 0. */
  readonly start?: number;
  /** By default the first series is a line, the second has marks, the third is dotted, and so on. */
  readonly style?: SeriesStyle;
}

/** The area between two series, as an interval around a forecast. */
export interface ChartBand {
  readonly name: string;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly start?: number;
}

/** What a line chart shows, in a terminal or on a page. */
export interface LineChart {
  readonly title?: string;
  readonly series: readonly ChartSeries[];
  readonly band?: ChartBand;
  /** What stands below the positions along x, as dates; those that fit are drawn. */
  readonly labels?: readonly string[];
  /** The labels to draw rather than others: that at `first`, and those a multiple of `step` after it, as Januaries. */
  readonly ticks?: LabelTicks | undefined;
}

export interface LabelTicks {
  readonly first: number;
  readonly step: number;
}

/** The number of positions along x, and a range of values with a little room around the data. */
export interface ChartExtent {
  readonly length: number;
  readonly low: number;
  readonly high: number;
}

export function chartExtent({ series, band, labels }: LineChart): ChartExtent {
  const lines = series.map(({ values, start = 0 }) => ({ values, start }));
  if (band) for (const values of [band.lower, band.upper]) lines.push({ values, start: band.start ?? 0 });
  let length = labels?.length ?? 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values, start } of lines) {
    length = Math.max(length, start + values.length);
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return { length, low: 0, high: 1 };
  const room = high > low ? (high - low) * 0.04 : Math.abs(high) * 0.1 || 1;
  return { length, low: low - room, high: high + room };
}

export function seriesStyle({ style }: ChartSeries, index: number): SeriesStyle {
  return style ?? (['line', 'marks', 'dotted'] as const)[index % 3];
}

/** At most about `count` positions of 0..length-1, a round number of steps apart, the first among them; or of ticks. */
export function spacedPositions(length: number, count: number, ticks?: LabelTicks): number[] {
  const { first, step } = ticks ?? { first: 0, step: 1 };
  const distances = ticks ? count : count - 1;
  const least = (length - 1) / Math.max(1, distances) / step;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const apart = step * power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  return Array.from({ length: Math.ceil((length - first) / apart) }, (_, i) => first + i * apart);
}
