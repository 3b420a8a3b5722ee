import { seriesColour, svgFrame, svgText } from '../../src/formats/draw/svgFrame.ts';
import { Structure } from '../../src/index.ts';

const SIZE = 34;
const GAP = 4;
const STEP = SIZE + GAP;

/** Three sequences as they are given, and their steps in the two layouts, each with its row of the data. */
export function packedLayout(): string {
  const lengths = [2, 4, 3];
  const names = ['a', 'b', 'c'];
  const structure = Structure.of(lengths);
  const cell = (x: number, y: number, sequence: number, time: number): string => {
    const fill = seriesColour(sequence + 1);
    const middle = ` font-weight="600" style="fill:${fill}"`;
    return (
      `<rect x="${x}" y="${y}" width="${SIZE}" height="${SIZE}" rx="5" fill="${fill}" fill-opacity=".15" ` +
      `stroke="${fill}"/>${svgText(x + SIZE / 2, y + SIZE / 2 + 4, `${names[sequence]}${time}`, 'middle', middle)}`
    );
  };
  const parts: string[] = [];
  const heading = (y: number, text: string): void => {
    parts.push(svgText(14, y, text, 'start', ' class="title"'));
  };
  const faint = ' opacity=".7"';

  heading(24, 'Three sequences, as they are given');
  lengths.forEach((length, sequence) => {
    const y = 40 + sequence * STEP;
    parts.push(svgText(26, y + 21, names[sequence], 'middle'));
    for (let time = 0; time < length; time++) parts.push(cell(44 + time * STEP, y, sequence, time));
  });

  for (const [layout, top, text] of [
    ['sequence', 190, 'sequence layout: one sequence after another'],
    ['packed', 288, 'packed layout: one step after another'],
  ] as const) {
    heading(top, text);
    const owners = structure.owners(layout);
    const times = structure.times(layout);
    owners.forEach((sequence, row) => {
      const x = 14 + row * STEP;
      parts.push(cell(x, top + 14, sequence, times[row]));
      parts.push(svgText(x + SIZE / 2, top + 14 + SIZE + 16, String(row), 'middle', faint));
    });
  }
  structure.batchSizes.forEach((size, time) => {
    const x = 14 + structure.stepOffsets[time] * STEP;
    const width = size * STEP - GAP;
    parts.push(`<path class="axis" d="M${x} 364v5h${width}v-5"/>`);
    parts.push(svgText(x + width / 2, 385, `step ${time}`, 'middle'));
  });
  const label = 'Three ragged sequences, and their steps in sequence layout and in packed layout';
  return svgFrame(400, 400, label, parts.join(''));
}
