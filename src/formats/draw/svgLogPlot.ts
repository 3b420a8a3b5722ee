import { COLOURS, seriesColour, svgFrame, svgText, textWidth } from './svgFrame.ts';
import { linePath, round } from './svgPath.ts';
import type { Point } from './thinLine.ts';

/** Lines through points over two logarithmic axes. */
export interface SvgLogPlot {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Each point [x, y], both above 0; lines go through them from left to right. */
  readonly series: readonly LogSeries[];
  /** Horizontal dotted lines, as of the most that can be reached; named at their ends, in turn right and left. */
  readonly levels?: readonly { readonly name: string; readonly value: number }[];
  /** Vertical lines, named at their top. */
  readonly marks?: readonly { readonly name: string; readonly x: number }[];
}

interface LogSeries {
  readonly name: string;
  readonly points: readonly Point[];
  /** A dotted line without points, as of what others are held against. */
  readonly dotted?: boolean;
}

const WIDTH = 760;
const HEIGHT = 460;

/** A log-log plot as a self-contained SVG element: decades as grid, lines with a dot at each point, a legend. */
export function svgLogPlot({ title, xTitle, yTitle, series, levels = [], marks = [] }: SvgLogPlot): string {
  const points = series.flatMap((one) => one.points);
  const [x0, x1] = extent([...points.map(([x]) => x), ...marks.map(({ x }) => x)]);
  const [y0, y1] = extent([...points.map(([, y]) => y), ...levels.map(({ value }) => value)]);
  const legend = legendRows(series.map(({ name }) => name));
  const [left, right, bottom] = [64, WIDTH - 14, HEIGHT - 44];
  const top = 52 + 18 * legend.length + (marks.length > 0 ? 74 : 0);
  const x = (value: number): number => round(left + ((Math.log10(value) - x0) / (x1 - x0)) * (right - left));
  const y = (value: number): number =>
    round(bottom - ((Math.log10(value) - y0) / (y1 - y0)) * (bottom - top));
  const powers = (from: number, to: number): number[] =>
    Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, k) => 10 ** (Math.ceil(from) + k));
  const [columns, rows] = [powers(x0, x1), powers(y0, y1)];
  const parts = [
    svgText(left, 18, title, 'start', ' class="title"'),
    ...legend.flatMap((row, k) =>
      row.map(({ at, index }) => sample(series[index], index, left + at, 40 + 18 * k)),
    ),
    svgText(left, top - 8 - (marks.length > 0 ? 74 : 0), yTitle, 'start', ' opacity=".75"'),
    svgText((left + right) / 2, HEIGHT - 6, xTitle, 'middle', ' opacity=".75"'),
    `<path class="grid" d="${columns.map((value) => `M${x(value)} ${top}V${bottom}`).join('')}"/>`,
    `<path class="grid" d="${rows.map((value) => `M${left} ${y(value)}H${right}`).join('')}"/>`,
    ...columns.map((value) => svgText(x(value), bottom + 18, String(value), 'middle')),
    ...rows.map((value) => svgText(left - 8, y(value) + 4, String(value), 'end')),
    ...marks.map((mark) => markLine(mark.name, x(mark.x), top, bottom)),
    ...levels.map(({ name, value }, k) => levelLine(name, y(value), left, right, k % 2 === 0)),
    ...series.map(({ points, dotted }, index) => {
      const drawn = points.map(([a, b]): Point => [x(a), y(b)]);
      return line({ points: drawn, dotted }, index);
    }),
  ];
  return svgFrame(WIDTH, HEIGHT, title, parts.join(''));
}

/** So near to a power of ten, in decades, a number may lie beyond it without another decade. */
const NEAR = 0.15;

/** Where an axis begins and ends, as powers of ten around some numbers: at whole ones, or a little beyond. */
function extent(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const first = Math.floor(low + NEAR);
  return [Math.min(first, low), Math.max(first + 1, Math.ceil(high - NEAR), high)];
}

/** Where the names of the series stand: as many in a row as fit. */
function legendRows(names: readonly string[]): { readonly index: number; readonly at: number }[][] {
  const rows: { index: number; at: number }[][] = [[]];
  let at = 0;
  for (const [index, name] of names.entries()) {
    const width = 26 + textWidth(name) + 18;
    if (at > 0 && at + width > WIDTH - 90) {
      rows.push([]);
      at = 0;
    }
    rows[rows.length - 1].push({ index, at });
    at += width;
  }
  return rows;
}

/** Hollow where the colours begin again. */
function dot([x, y]: Point, index: number): string {
  const colour = seriesColour(index);
  const look =
    index < COLOURS ? `fill="${colour}"` : `fill="var(--paper)" stroke="${colour}" stroke-width="1.5"`;
  return `<circle cx="${round(x)}" cy="${round(y)}" r="3" ${look}/>`;
}

const stroke = (index: number, isDotted: boolean, path: string): string =>
  `<path class="line${isDotted ? ' dotted' : ''}" stroke="${seriesColour(index)}" d="${path}"/>`;

const sample = ({ name, dotted = false }: LogSeries, index: number, x: number, y: number): string =>
  stroke(index, dotted, `M${x} ${y - 4}h20`) +
  (dotted ? '' : dot([x + 10, y - 4], index)) +
  svgText(x + 26, y, name);

function line({ points, dotted = false }: Omit<LogSeries, 'name'>, index: number): string {
  const ordered = points.toSorted(([a], [b]) => a - b);
  const path = stroke(index, dotted, linePath(ordered));
  return dotted ? path : path + ordered.map((point) => dot(point, index)).join('');
}

function markLine(name: string, x: number, top: number, bottom: number): string {
  const turned = ` transform="rotate(-45 ${x} ${top - 6})" opacity=".75"`;
  return `<path class="grid" stroke-dasharray="2 3" d="M${x} ${top}V${bottom}"/>${svgText(x, top - 6, name, 'start', turned)}`;
}

function levelLine(name: string, y: number, left: number, right: number, atRight: boolean): string {
  const path = `<path class="line dotted" stroke="var(--ink)" d="M${left} ${y}H${right}"/>`;
  const [x, anchor] = atRight ? ([right - 4, 'end'] as const) : ([left + 4, 'start'] as const);
  return path + svgText(x, y - 5, name, anchor, ' opacity=".75"');
}
