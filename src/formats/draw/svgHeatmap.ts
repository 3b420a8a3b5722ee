import { spacedPositions } from './lineChart.ts';
import { seriesColour, svgFrame, svgText, textWidth } from './svgFrame.ts';
import { round } from './svgPath.ts';

export interface SvgHeatmap {
  readonly title?: string;
  /** One list per row, from the top; a value that is not finite is left blank. */
  readonly values: readonly (readonly number[])[];
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** In pixels, by default 760; the height follows from the number of rows. */
  readonly width?: number;
  /** The values of the weakest and strongest colour, by default those of the data. */
  readonly range?: readonly [low: number, high: number];
  /** Two colours around zero. By default if the data lies on both sides of it. */
  readonly diverging?: boolean;
}

/** Shades of a colour: more than an eye tells apart, few enough to draw each as one path. */
const SHADES = 48;

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly diverging: boolean;
  /** -SHADES to SHADES; 0 is the page itself. */
  shade(value: number): number;
}

/** A matrix as coloured cells, in a self-contained SVG element that suits light and dark pages. */
export function svgHeatmap(map: SvgHeatmap): string {
  const { title, values, width = 760, rowLabels, columnLabels, xTitle, yTitle } = map;
  const rows = values.length;
  const columns = Math.max(1, ...values.map((row) => row.length));
  const scale = makeScale(map);
  const left = Math.max(0, ...(rowLabels ?? []).map(textWidth)) + (rowLabels ? 10 : 2) + (yTitle ? 20 : 0);
  const cellWidth = Math.min(40, (width - left - 90) / columns);
  const cellHeight = Math.min(26, Math.max(cellWidth, 4), Math.max(3, 420 / Math.max(1, rows)));
  const top = title ? 32 : 8;
  const bottom = top + rows * cellHeight;
  const right = left + columns * cellWidth;
  const widest = Math.max(0, ...(columnLabels ?? []).map(textWidth));
  const slanted = widest > cellWidth - 2 && cellWidth >= 12;
  const labelHeight = columnLabels ? (slanted ? widest * 0.71 + 14 : 20) : 4;
  const height = Math.ceil(Math.max(bottom + labelHeight + (xTitle ? 20 : 0), top + 110) + 6);

  const parts = [
    title ? svgText(left, 18, title, 'start', ' class="title"') : '',
    cells(map, scale, left, top, cellWidth, cellHeight),
    `<path class="axis" d="M${round(left)} ${top}H${round(right)}V${round(bottom)}H${round(left)}Z"/>`,
    rowLabels ? rowTexts(rowLabels, rows, left, top, cellHeight) : '',
    columnLabels ? columnTexts(columnLabels, columns, left, bottom, cellWidth, slanted) : '',
    xTitle ? svgText((left + right) / 2, height - 8, xTitle, 'middle', ' opacity=".75"') : '',
    yTitle
      ? svgText(
          0,
          0,
          yTitle,
          'middle',
          ` opacity=".75" transform="translate(12 ${round((top + bottom) / 2)})rotate(-90)"`,
        )
      : '',
    colourBar(scale, right + 18, top),
  ];
  return svgFrame(width, height, title ?? 'heat map', parts.join(''));
}

function makeScale({ values, range, diverging }: SvgHeatmap): Scale {
  let [low, high] = range ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (!range) {
    for (const row of values) {
      for (const value of row) {
        if (!Number.isFinite(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) [low, high] = [0, 1];
  if (diverging ?? (low < 0 && high > 0)) {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
    const shade = (value: number): number => Math.round(clamp(value / most, -1, 1) * SHADES);
    return { low: -most, high: most, diverging: true, shade };
  }
  const size = high - low || 1;
  const shade = (value: number): number => Math.round(clamp((value - low) / size, 0, 1) * SHADES);
  return { low, high: low + size, diverging: false, shade };
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/** The cells of each shade as one path, in units of a cell; neighbours of one shade are one piece. */
function cells(
  map: SvgHeatmap,
  scale: Scale,
  left: number,
  top: number,
  width: number,
  height: number,
): string {
  const paths = new Map<number, string>();
  const apart = Math.min(width, height) >= 10;
  const [w, h] = apart ? [decimals(1 - 1 / width), decimals(1 - 1 / height)] : [1, 1];
  map.values.forEach((row, r) => {
    const shades = row.map((value) => (Number.isFinite(value) ? scale.shade(value) : 0));
    for (let from = 0; from < shades.length; ) {
      let to = from + 1;
      while (!apart && shades[to] === shades[from]) to++;
      const path = `M${from} ${r}h${to - from - 1 + w}v${h}h${-(to - from - 1 + w)}z`;
      if (shades[from] !== 0) paths.set(shades[from], (paths.get(shades[from]) ?? '') + path);
      from = to;
    }
  });
  const drawn = [...paths].map(([level, path]) => `<path ${fill(level)} d="${path}"/>`);
  const transform = `translate(${round(left)} ${top})scale(${decimals(width)} ${decimals(height)})`;
  return `<g transform="${transform}"${apart ? '' : ' shape-rendering="crispEdges"'}>${drawn.join('')}</g>`;
}

function decimals(x: number): number {
  return Math.round(x * 1000) / 1000;
}

function fill(level: number): string {
  const opacity = Math.round((Math.abs(level) / SHADES) * 1000) / 1000;
  return `fill="${seriesColour(level > 0 ? 1 : 2)}" fill-opacity="${opacity}"`;
}

function rowTexts(
  labels: readonly string[],
  rows: number,
  left: number,
  top: number,
  height: number,
): string {
  const count = Math.floor((rows * height) / 14);
  const texts = spacedPositions(rows, count).map((row) =>
    svgText(left - 7, top + (row + 0.5) * height + 4, labels[row] ?? '', 'end'),
  );
  return texts.join('');
}

function columnTexts(
  labels: readonly string[],
  columns: number,
  left: number,
  bottom: number,
  width: number,
  slanted: boolean,
): string {
  const space = slanted ? 16 : Math.max(...labels.map(textWidth), 1) + 10;
  const texts = spacedPositions(columns, Math.floor((columns * width) / space)).map((column) => {
    const x = round(left + (column + 0.5) * width);
    const label = labels[column] ?? '';
    if (!slanted) return svgText(x, bottom + 16, label, 'middle');
    return svgText(0, 0, label, 'end', ` transform="translate(${x + 4} ${round(bottom + 13)})rotate(-45)"`);
  });
  return texts.join('');
}

/** The colours from the highest value above to the lowest below, with the values at the ends and in the middle. */
function colourBar(scale: Scale, x: number, top: number): string {
  const height = 96;
  const steps = 24;
  const size = scale.high - scale.low;
  const bars = Array.from({ length: steps }, (_, i) => {
    const level = scale.shade(scale.high - ((i + 0.5) / steps) * size);
    return level === 0
      ? ''
      : `<path ${fill(level)} d="M${round(x)} ${round(top + (i * height) / steps)}h12v4h-12z"/>`;
  });
  const texts = [0, 0.5, 1].map((share) => {
    const text = String(Number((scale.high - share * size).toPrecision(3)));
    return svgText(x + 18, top + 4 + share * height, text.replace('-', '−'));
  });
  return `${bars.join('')}<path class="axis" d="M${round(x)} ${top}h12v${height}h-12z"/>${texts.join('')}`;
}
