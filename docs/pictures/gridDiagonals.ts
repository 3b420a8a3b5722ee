import { seriesColour, svgFrame, svgText } from '../../src/formats/draw/svgFrame.ts';
import { GridStructure } from '../../src/index.ts';

const SIZE = 34;
const GAP = 4;
const STEP = SIZE + GAP;
const names = ['a', 'b'];

/** Two grids unrolled by anti-diagonals: what is computed at once, and how it lies in memory. */
export function gridDiagonals(): string {
  const structure = GridStructure.of([
    [3, 4],
    [2, 2],
  ]);
  const { total, diagonals } = structure;
  const { sizes, grids, rows, columns, up, left } = diagonals;
  const cell = (x: number, y: number, row: number): string => {
    const fill = seriesColour(1 + ((rows[row] + columns[row]) % 6));
    const text = `${names[grids[row]]}${rows[row]}${columns[row]}`;
    return (
      `<rect x="${x}" y="${y}" width="${SIZE}" height="${SIZE}" rx="5" fill="${fill}" fill-opacity=".15" ` +
      `stroke="${fill}"/>${svgText(x + SIZE / 2, y + SIZE / 2 + 4, text, 'middle', ` font-weight="600" style="fill:${fill}"`)}`
    );
  };
  const arrow = (x: number, y: number, dx: number, dy: number): string =>
    `<path class="axis" d="M${x} ${y}l${dx} ${dy}"/>`;
  const parts: string[] = [
    svgText(
      14,
      24,
      'Two grids, swept down and right: cells of one colour at once',
      'start',
      ' class="title"',
    ),
    svgText(14, 214, 'Diagonal order: one product for each diagonal of all grids', 'start', ' class="title"'),
  ];
  for (let row = 0; row < total; row++) {
    const [x, y] = [26 + grids[row] * 6 * STEP + columns[row] * STEP, 44 + rows[row] * STEP];
    parts.push(cell(x, y, row));
    if (left[row] >= 0) parts.push(arrow(x - GAP, y + SIZE / 2, GAP, 0));
    if (up[row] >= 0) parts.push(arrow(x + SIZE / 2, y - GAP, 0, GAP));
    const at = 14 + row * STEP;
    parts.push(cell(at, 228, row));
    parts.push(svgText(at + SIZE / 2, 228 + SIZE + 16, String(row), 'middle', ' opacity=".7"'));
  }
  sizes.forEach((size, diagonal) => {
    const first = sizes.slice(0, diagonal).reduce((sum, before) => sum + before, 0);
    const [x, width] = [14 + first * STEP, size * STEP - GAP];
    parts.push(`<path class="axis" d="M${x} 286v5h${width}v-5"/>`);
    parts.push(svgText(x + width / 2, 307, String(diagonal), 'middle'));
  });
  const label =
    'The cells of a grid of 3 x 4 and one of 2 x 2 by anti-diagonals, and their rows in diagonal order';
  return svgFrame(20 + total * STEP, 322, label, parts.join(''));
}
