import type { ChartSeries, LabelTicks, LineChart } from './lineChart.ts';
import { chartExtent, seriesStyle, spacedPositions } from './lineChart.ts';
import { seriesColour, svgFrame, svgText, textWidth } from './svgFrame.ts';
import { areaPath, linePath, round } from './svgPath.ts';
import type { Point } from './thinLine.ts';
import { thinLine } from './thinLine.ts';
import { niceTicks } from './ticks.ts';

export interface SvgLines extends LineChart {
  /** In pixels, by default 760 by 340. */
  readonly width?: number;
  readonly height?: number;
  /** What stands beside the axes. */
  readonly xTitle?: string;
  readonly yTitle?: string;
}

/** Where the data lies in the picture. */
interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(position: number): number;
  y(value: number): number;
}

/** A line chart as a self-contained SVG element: lines, marks, a band, axes with round numbers, a legend. */
export function svgLines(chart: SvgLines): string {
  const { title, width = 760, height = 340, xTitle, yTitle, labels } = chart;
  const { length, low, high } = chartExtent(chart);
  const ticks = niceTicks(low, high, height / 60);
  const left = Math.max(...ticks.map(({ text }) => textWidth(text)), 12) + 14;
  const right = width - 14;
  const top = (title ? 26 : 4) + 24 + (yTitle ? 22 : 0);
  const bottom = height - 8 - (labels ? 18 : 6) - (xTitle ? 18 : 0);
  const plot: Plot = {
    left,
    right,
    top,
    bottom,
    x: (position) =>
      length > 1 ? left + 6 + (position / (length - 1)) * (right - left - 12) : (left + right) / 2,
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top),
  };
  const parts = [
    title ? svgText(left, 18, title, 'start', ' class="title"') : '',
    legend(chart, left, title ? 40 : 18),
    yTitle ? svgText(left, top - 8, yTitle, 'start', ' opacity=".75"') : '',
    xTitle ? svgText((left + right) / 2, height - 8, xTitle, 'middle', ' opacity=".75"') : '',
    `<path class="grid" d="${ticks.map(({ value }) => `M${round(left)} ${round(plot.y(value))}H${right}`).join('')}"/>`,
    ...ticks.map(({ value, text }) => svgText(left - 8, plot.y(value) + 4, text.replace('-', '−'), 'end')),
    `<path class="axis" d="M${round(left)} ${bottom}H${right}"/>`,
    labels ? xAxis(labels, length, plot, chart.ticks) : '',
    band(chart, plot),
    ...chart.series.map((series, i) => line(series, i, plot)),
  ];
  const label = title ?? chart.series.map(({ name }) => name).join(', ');
  return svgFrame(width, height, label, parts.join(''));
}

function pointsOf(values: readonly number[], start: number, plot: Plot): Point[] {
  return values.map((value, i) => [plot.x(start + i), plot.y(value)]);
}

function line(series: ChartSeries, index: number, plot: Plot): string {
  const colour = seriesColour(index);
  const style = seriesStyle(series, index);
  const points = pointsOf(series.values, series.start ?? 0, plot);
  const dotted = style === 'dotted' ? ' dotted' : '';
  const path = linePath(thinLine(points, plot.right - plot.left));
  const drawn = `<path class="line${dotted}" stroke="${colour}" d="${path}"/>`;
  const distance = points.length > 1 ? points[1][0] - points[0][0] : Number.POSITIVE_INFINITY;
  if (style !== 'marks' || distance < 7) return drawn;
  const circles = points
    .filter(([, y]) => Number.isFinite(y))
    .map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="2.6"/>`);
  return `${drawn}<g fill="${colour}" stroke="var(--paper)" stroke-width=".8">${circles.join('')}</g>`;
}

/** In the colour of the second series: the first is what was seen, the second is what the band is about. */
const bandColour = (chart: LineChart): string => seriesColour(chart.series.length > 1 ? 1 : 0);

function band(chart: LineChart, plot: Plot): string {
  if (!chart.band) return '';
  const { lower, upper, start = 0 } = chart.band;
  const path = areaPath(pointsOf(lower, start, plot), pointsOf(upper, start, plot));
  return `<path class="band" fill="${bandColour(chart)}" d="${path}"/>`;
}

function xAxis(labels: readonly string[], length: number, plot: Plot, ticks: LabelTicks | undefined): string {
  const widest = Math.max(...labels.map(textWidth), 1);
  const count = Math.floor((plot.right - plot.left) / (widest + 26));
  let marks = '';
  let texts = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const position of spacedPositions(length, count, ticks)) {
    const text = labels[position] ?? '';
    const half = textWidth(text) / 2;
    const x = Math.min(Math.max(plot.x(position), plot.left - 8 + half), plot.right + 8 - half);
    if (text === '' || x - half < end + 8) continue;
    marks += `M${round(plot.x(position))} ${plot.bottom}v5`;
    texts += svgText(x, plot.bottom + 19, text, 'middle');
    end = x + half;
  }
  return `<path class="axis" d="${marks}"/>${texts}`;
}

function legend(chart: LineChart, left: number, y: number): string {
  let x = left;
  let content = '';
  const add = (sample: string, name: string): void => {
    content += `<g transform="translate(${round(x)} ${y - 4})">${sample}</g>${svgText(x + 26, y, name)}`;
    x += 26 + textWidth(name) + 18;
  };
  chart.series.forEach((series, i) => {
    const style = seriesStyle(series, i);
    const colour = seriesColour(i);
    const dotted = style === 'dotted' ? ' dotted' : '';
    const mark = style === 'marks' ? `<circle cx="10" r="2.8" fill="${colour}"/>` : '';
    add(`<path class="line${dotted}" stroke="${colour}" d="M0 0h20"/>${mark}`, series.name);
  });
  if (chart.band)
    add(`<path class="band" fill="${bandColour(chart)}" d="M0-6h20v12h-20z"/>`, chart.band.name);
  return content;
}
