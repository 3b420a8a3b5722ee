import { escape } from '../html/escape.ts';

/** Colours of the series in order: ink, then hues that also differ for colour-blind eyes; for light and dark pages. */
const LIGHT = ['#3d4450', '#1f6fd6', '#d4690b', '#12856a', '#8a4fd0', '#c2304f'];
const DARK = ['#c9d1dc', '#62a5ff', '#f39a4a', '#42c9a3', '#b691f5', '#f2788f'];

const variables = (colours: readonly string[], ink: string, faint: string, paper: string): string =>
  `--ink:${ink};--faint:${faint};--paper:${paper};${colours.map((colour, i) => `--c${i}:${colour}`).join(';')}`;

const style =
  `.unrolled{${variables(LIGHT, '#3d4450', '#d9dde3', '#fff')};font:12px system-ui,sans-serif}` +
  `@media(prefers-color-scheme:dark){.unrolled{${variables(DARK, '#c9d1dc', '#39404b', '#14171c')}}}` +
  '.unrolled text{fill:var(--ink)}.unrolled .title{font-weight:600;font-size:14px}' +
  '.unrolled .line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}' +
  '.unrolled .dotted{stroke-width:2.25;stroke-dasharray:0.1 4}.unrolled .grid{stroke:var(--faint);fill:none}' +
  '.unrolled .band{fill-opacity:.17}.unrolled .axis{stroke:var(--ink);stroke-opacity:.5;fill:none}';

/** How many colours there are; then they begin again. */
export const COLOURS = LIGHT.length;

export function seriesColour(index: number): string {
  return `var(--c${index % COLOURS})`;
}

/** A self-contained SVG element that follows the light or dark scheme of the page; `label` is for screen readers. */
export function svgFrame(width: number, height: number, label: string, content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="unrolled" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `role="img" aria-label="${escape(label)}"><style>${style}</style>${content}</svg>`
  );
}

/** About how wide a text is in pixels in the frame's font, without measuring it. */
export function textWidth(text: string): number {
  return Array.from(text).length * 7.2;
}

export function svgText(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  more = '',
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${Math.round(x * 10) / 10}" y="${Math.round(y * 10) / 10}"${anchored}${more}>${escape(text)}</text>`;
}
