import { seriesColour, svgFrame, svgText } from '../../formats/draw/svgFrame.ts';
import { linePath, round } from '../../formats/draw/svgPath.ts';
import { niceTicks } from '../../formats/draw/ticks.ts';
import { type FeatureSequence, stepsOf } from '../../data/transcript/featureSequence.ts';
import type { TranscribeArchitecture } from './transcribeModel.ts';
import type { Transcript } from './transcriber.ts';

const WIDTH = 760;
const [LEFT, RIGHT, TOP] = [44, 14, 8];
/** The height of the chart, and of the row of labels above it. */
const [CHART, LABELS] = [110, 24];
const WIDEST = 12;
const SHADES = 16;

/**
 * A sequence over its labels' probabilities in time: columns of pixels, or numbers by their size, above; below a line for
 * each label of the transcript and a dotted one for the blank, and a band where each label stands.
 */
export function alignmentPicture(
  sequence: Pick<FeatureSequence, 'features' | 'width'>,
  { text, trace = [], probabilities = {} }: Transcript,
  { input, stack }: Pick<TranscribeArchitecture, 'input' | 'stack'>,
): string {
  const steps = stepsOf(sequence);
  const column = Math.min(WIDEST, (WIDTH - LEFT - RIGHT) / steps);
  const row = input === 'image' ? column : Math.min(14, 160 / sequence.width);
  const x = (step: number): number => LEFT + step * column;
  const top = TOP + sequence.width * row + LABELS;
  const bottom = top + CHART;
  const y = (share: number): number => bottom - share * CHART;
  const names = [...new Set(trace.map(({ label }) => label))];
  const colour = (label: string): string => seriesColour(1 + (names.indexOf(label) % 5));
  const line = (label: string, stroke: string, style = ''): string => {
    const shares = probabilities[label] ?? [];
    const points = shares.map((share, t): [number, number] => [
      x(Math.min(steps, stack * (t + 0.5))),
      y(share),
    ]);
    return `<path class="line${style}" stroke="${stroke}" d="${linePath(points)}"/>`;
  };
  const parts = [
    cells(sequence, input, column, row),
    `<path class="axis" d="M${LEFT} ${TOP}H${round(x(steps))}V${round(top - LABELS)}H${LEFT}Z"/>`,
    `<path class="grid" d="M${LEFT} ${round(y(1))}H${round(x(steps))}M${LEFT} ${round(y(0.5))}H${round(x(steps))}"/>`,
    ...[0, 0.5, 1].map((share) => svgText(LEFT - 8, y(share) + 4, String(share), 'end')),
    ...trace.map(
      ({ label, start, end }) =>
        `<path class="band" fill="${colour(label)}" d="M${round(x(start))} ${round(top)}H${round(x(end))}V${round(bottom)}H${round(x(start))}Z"/>${svgText(x((start + end) / 2), top - 7, label, 'middle', ' class="title"')}`,
    ),
    line('', 'var(--ink)', ' dotted'),
    ...names.map((label) => line(label, colour(label))),
    `<path class="axis" d="M${LEFT} ${round(bottom)}H${round(x(steps))}"/>`,
    ...niceTicks(0, steps, 8)
      .filter(({ value }) => value <= steps)
      .map((tick) => svgText(x(tick.value), bottom + 17, tick.text, 'middle')),
    svgText(
      x(steps / 2),
      bottom + 34,
      input === 'image' ? 'column of pixels' : 'step',
      'middle',
      ' opacity=".75"',
    ),
  ];
  return svgFrame(WIDTH, Math.ceil(bottom + 42), `${text}, aligned with its sequence`, parts.join(''));
}

/** Numbers as shades of ink, those of one shade as one path; light pictures the other way round. */
function cells(
  { features, width }: Pick<FeatureSequence, 'features' | 'width'>,
  input: TranscribeArchitecture['input'],
  column: number,
  row: number,
): string {
  const steps = features.length / width;
  let [low, high] = input === 'image' ? [0, 1] : [Infinity, -Infinity];
  let total = 0;
  for (const value of features) {
    if (input !== 'image') [low, high] = [Math.min(low, value), Math.max(high, value)];
    total += value;
  }
  const isLight = input === 'image' && total > features.length / 2;
  const shadeAt = (t: number, k: number): number => {
    const share = (features[t * width + k] - low) / (high - low || 1);
    return Math.round(SHADES * Math.min(1, Math.max(0, isLight ? 1 - share : share)));
  };
  const paths = new Map<number, string>();
  for (let k = 0; k < width; k++) {
    for (let from = 0; from < steps; ) {
      const shade = shadeAt(from, k);
      let to = from + 1;
      while (to < steps && shadeAt(to, k) === shade) to++;
      if (shade > 0) paths.set(shade, `${paths.get(shade) ?? ''}M${from} ${k}h${to - from}v1h${from - to}z`);
      from = to;
    }
  }
  const drawn = [...paths].map(
    ([shade, path]) =>
      `<path fill="var(--ink)" fill-opacity="${round((10 * shade) / SHADES) / 10}" d="${path}"/>`,
  );
  const transform = `translate(${LEFT} ${TOP})scale(${column.toFixed(3)} ${row.toFixed(3)})`;
  return `<g transform="${transform}" shape-rendering="crispEdges">${drawn.join('')}</g>`;
}
