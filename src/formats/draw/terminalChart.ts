import { brailleCanvas } from './brailleCanvas.ts';
import type { ChartExtent, ChartSeries, LabelTicks, LineChart } from './lineChart.ts';
import { chartExtent, seriesStyle, spacedPositions } from './lineChart.ts';
import { niceTicks } from './ticks.ts';

export interface TerminalChart extends LineChart {
  /** In characters, by default 80 by 20, with axes, title and legend. */
  readonly width?: number;
  readonly height?: number;
  /** Whether to add ANSI colours. The chart can be read without. */
  readonly colour?: boolean;
}

type Cell = { text: string; colour: number };
type Grid = Cell[][];

const MARKS = ['●', '◆', '▲', '■'];
const COLOURS = [39, 36, 33, 35, 32, 31];
const BAND_COLOUR = 90;

/** A line chart in Unicode: lines in braille dots (2 by 4 in each character), marks, and a shaded band. */
export function terminalChart(chart: TerminalChart): string {
  const { title, width = 80, height = 20, colour = false } = chart;
  const extent = chartExtent(chart);
  const rows = Math.max(3, height - (title ? 1 : 0) - 2 - (chart.labels ? 1 : 0));
  const ticks = niceTicks(extent.low, extent.high, Math.max(2, Math.round(rows / 3.5)));
  const margin = Math.max(...ticks.map(({ text }) => text.length), 1);
  const columns = Math.max(8, width - margin - 2);

  const grid: Grid = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ text: ' ', colour: 39 })),
  );
  drawBand(grid, chart, extent);
  chart.series.forEach((series, i) => {
    drawSeries(grid, series, i, extent);
  });

  const axis = new Map(ticks.map(({ value, text }) => [rowOf(value, extent, rows), text]));
  const lines = grid.map((cells, row) => {
    const text = axis.get(row);
    return `${(text ?? '').padStart(margin)} ${text === undefined ? '│' : '┤'}${paint(cells, colour)}`;
  });
  const shown = chart.labels ? placeLabels(chart.labels, extent.length, columns, chart.ticks) : undefined;
  lines.push(`${' '.repeat(margin)} └${shown?.axis ?? '─'.repeat(columns)}`);
  if (shown) lines.push(`${' '.repeat(margin + 2)}${shown.text}`);
  lines.push(`${' '.repeat(margin + 2)}${legend(chart, colour)}`);
  if (title) lines.unshift(`${' '.repeat(margin + 2)}${colour ? `\x1b[1m${title}\x1b[0m` : title}`);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** The column of position `x` where there are `columns` of them, the first and last positions at the edges. */
function columnOf(x: number, { length }: ChartExtent, columns: number): number {
  return length > 1 ? Math.round((x / (length - 1)) * (columns - 1)) : Math.floor(columns / 2);
}

function rowOf(value: number, { low, high }: ChartExtent, rows: number): number {
  return Math.round(((high - value) / (high - low)) * (rows - 1));
}

/** Shades in each column what lies between the bounds there, found between positions by interpolation. */
function drawBand(grid: Grid, { band }: LineChart, extent: ChartExtent): void {
  if (!band) return;
  const columns = grid[0].length;
  const count = Math.min(band.lower.length, band.upper.length);
  const start = band.start ?? 0;
  for (let column = 0; column < columns; column++) {
    const x = (column / (columns - 1)) * Math.max(1, extent.length - 1) - start;
    if (x < -0.5 || x > count - 0.5) continue;
    const top = rowOf(valueAt(band.upper, x), extent, grid.length);
    const bottom = rowOf(valueAt(band.lower, x), extent, grid.length);
    for (let row = top; row <= bottom; row++) grid[row][column] = { text: '░', colour: BAND_COLOUR };
  }
}

function valueAt(values: readonly number[], x: number): number {
  const place = Math.min(Math.max(x, 0), values.length - 1);
  const left = Math.floor(place);
  const right = Math.min(left + 1, values.length - 1);
  return values[left] + (values[right] - values[left]) * (place - left);
}

function drawSeries(grid: Grid, series: ChartSeries, index: number, extent: ChartExtent): void {
  const [rows, columns] = [grid.length, grid[0].length];
  const { values, start = 0 } = series;
  const style = seriesStyle(series, index);
  const colour = COLOURS[index % COLOURS.length];
  if (style === 'marks') {
    values.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      const column = columnOf(start + i, extent, columns);
      grid[rowOf(value, extent, rows)][column] = { text: markOf(index), colour };
    });
    return;
  }
  const canvas = brailleCanvas(columns, rows);
  let before: [x: number, y: number] | undefined;
  values.forEach((value, i) => {
    const x = columnOf(start + i, extent, 2 * columns);
    const y = rowOf(value, extent, 4 * rows);
    if (!Number.isFinite(value)) before = undefined;
    else {
      if (before) canvas.line(...before, x, y, style === 'dotted' ? 2 : 1);
      else canvas.dot(x, y);
      before = [x, y];
    }
  });
  grid.forEach((cells, row) => {
    cells.forEach((_, column) => {
      const text = canvas.character(column, row);
      if (text !== undefined && !MARKS.includes(cells[column].text)) cells[column] = { text, colour };
    });
  });
}

const markOf = (index: number): string => MARKS[Math.floor(index / 3) % MARKS.length];

function paint(cells: readonly Cell[], colour: boolean): string {
  if (!colour) return cells.map(({ text }) => text).join('');
  let current = 39;
  const painted = cells.map((cell) => {
    if (cell.text === ' ' || cell.colour === current) return cell.text;
    current = cell.colour;
    return `\x1b[${current}m${cell.text}`;
  });
  return painted.join('').trimEnd() + (current === 39 ? '' : '\x1b[39m');
}

/** The labels that fit, each below its tick; near the right edge a label ends there. */
function placeLabels(
  labels: readonly string[],
  length: number,
  columns: number,
  ticks: LabelTicks | undefined,
): { axis: string; text: string } {
  const widest = Math.max(...labels.map((label) => Array.from(label).length), 1);
  const axis = Array.from({ length: columns }, () => '─');
  let text = '';
  for (const position of spacedPositions(length, Math.floor(columns / (widest + 3)), ticks)) {
    const label = labels[position] ?? '';
    const size = Array.from(label).length;
    const column = columnOf(position, { length, low: 0, high: 1 }, columns);
    const at = Math.max(0, Math.min(column - Math.floor(size / 2), columns - size));
    const used = Array.from(text).length;
    if (label === '' || (used > 0 && at < used + 1)) continue;
    text += ' '.repeat(at - used) + label;
    axis[column] = '┬';
  }
  return { axis: axis.join(''), text };
}

function legend({ series, band }: LineChart, colour: boolean): string {
  const entries = series.map((item, i) => {
    const style = seriesStyle(item, i);
    const sample = style === 'marks' ? markOf(i).repeat(2) : style === 'dotted' ? '⠂⠐⠂' : '⠤⠤⠤';
    return { sample, name: item.name, shade: COLOURS[i % COLOURS.length] };
  });
  if (band) entries.push({ sample: '░░', name: band.name, shade: BAND_COLOUR });
  return entries
    .map(({ sample, name, shade }) => `${colour ? `\x1b[${shade}m${sample}\x1b[39m` : sample} ${name}`)
    .join('   ');
}
