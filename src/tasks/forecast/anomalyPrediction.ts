import type { Json } from '../../support/json.ts';
import { formatCount, formatNumber } from '../../support/format.ts';
import type { Prediction } from '../task.ts';
import type { Anomaly } from './anomalies.ts';

/** What is as improbable as this is counted, for people. */
const RARE = 0.01;

const columns = ['time', 'series', 'value', 'median', '95 % from', 'to', 'probability'] as const;

/** The `most` least probable steps, for machines and for a terminal. */
export function anomalyPrediction(all: readonly Anomaly[], most: number): Prediction {
  const shown = all.slice(0, most);
  const rare = all.filter(({ probability }) => probability < RARE).length;
  const json: Json = { task: 'forecast', steps: all.length, rare, anomalies: shown };
  return { json, text: () => drawAnomalies(shown, all.length, rare).join('\n') };
}

function drawAnomalies(shown: readonly Anomaly[], steps: number, rare: number): string[] {
  const rows = shown.map(({ time, id, target, value, median, lower95, upper95, probability, trained }) => [
    time,
    id === '' ? target : `${id}: ${target}`,
    ...[value, median, lower95, upper95].map((number) => formatNumber(number)),
    `${probability.toPrecision(2)}${trained ? ' *' : '  '}`,
  ]);
  const cells = [[...columns.slice(0, -1), `${columns[columns.length - 1]}  `], ...rows];
  const widths = columns.map((_, k) => Math.max(...cells.map((row) => row[k].length)));
  const lines = cells.map((row) =>
    row
      .map((cell, k) => (k < 2 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join('  ')
      .trimEnd(),
  );
  const expected = formatNumber(RARE * steps);
  return [
    ...lines,
    '',
    `Of ${formatCount(steps)} observed steps, ${formatCount(rare)} ${rare === 1 ? 'is' : 'are'} less probable than ${100 * RARE} %, by the forecast of the step before; ${expected} would be by chance.`,
    ...(shown.some(({ trained }) => trained) ? ['* The model was trained on this step.'] : []),
  ];
}
