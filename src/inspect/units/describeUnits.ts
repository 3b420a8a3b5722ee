import { svgLines } from '../../formats/draw/svgLines.ts';
import { formatNumber, formatQuantity } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import type { Finding } from '../finding.ts';
import { quantileAt } from '../quantileAt.ts';
import { significant } from '../significant.ts';
import type { MatrixSpectrum, RecurrenceActivity } from './gatesAndUnits.ts';
import type { GateStatistics } from './gateStatistics.ts';

/** Recurrences with pictures, at most. */
const DRAWN = 6;

/** Gates and units in words, numbers and pictures. */
export function describeUnits(activities: readonly RecurrenceActivity[]): Finding {
  return {
    title: 'Gates and units',
    paragraphs: activities.flatMap(sentences),
    table: {
      columns: ['recurrence', 'gate', 'mean', 'shut', 'open', 'radius', 'norm'],
      rows: activities.flatMap(rowsOf),
    },
    pictures: activities
      .slice(0, DRAWN)
      .flatMap((activity) => [statePicture(activity), ...timePicture(activity)]),
    json: activities.map(jsonOf),
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function sentences(activity: RecurrenceActivity): string[] {
  const { name, cell, units, state, timeConstants, gates, squashed, matrices } = activity;
  const count = units.mean.length;
  const idle = [
    ...(units.dead.length > 0 ? [`${units.dead.length} are dead (always 0)`] : []),
    ...(units.stuck.length > 0 ? [`${units.stuck.length} are stuck (always one value)`] : []),
  ];
  const said = [
    idle.length > 0
      ? `Of ${formatQuantity(count, 'unit')} of ${state}, ${idle.join(' and ')}: they carry nothing.`
      : `All ${formatQuantity(count, 'unit')} of ${state} move.`,
  ];
  if (timeConstants.length > 0) {
    const sorted = [...timeConstants].sort((a, b) => a - b);
    const [low, middle, high] = [0.1, 0.5, 0.9].map((level) => formatNumber(quantileAt(sorted, level)));
    said.push(
      `A state is kept for about ${middle} steps (by the mean of the gate that keeps it; 80 % of the units: ${low} to ${high}).`,
    );
  }
  const still = gates.filter(({ shut, open }) => shut + open > 0.9);
  for (const { gate, shut, open } of still)
    said.push(`Gate ${gate} is saturated: ${percent(shut)} shut, ${percent(open)} open; it hardly learns.`);
  for (const { gate, shut, open } of squashed.filter(isSquashed)) {
    if (shut + open > 0.5)
      said.push(`${percent(shut + open)} of ${gate} is squashed flat, where no gradient passes.`);
  }
  const [first] = matrices;
  if (matrices.length === 1 && first.radius !== null)
    said.push(
      `The spectral radius of its recurrent matrix is ${formatNumber(first.radius)}: ${first.radius > 1 ? 'above 1, states and gradients can grow' : 'at most 1, what is not fed again fades'}.`,
    );
  return [`${name} (${cell}): ${said.join(' ')}`];
}

/** A ReLU's values are beyond 1 and squashed into nothing. */
const isSquashed = ({ unitMean }: GateStatistics): boolean => unitMean.every((mean) => Math.abs(mean) <= 1);

function rowsOf({ name, gates, squashed, matrices }: RecurrenceActivity): string[][] {
  const measured = [...gates, ...squashed];
  const names = [...new Set([...measured.map(({ gate }) => gate), ...matrices.map(({ gate }) => gate)])];
  return names.map((gate) => {
    const values = measured.find((one) => one.gate === gate);
    const matrix = matrices.find((one) => one.gate === gate);
    return [
      name,
      gate || 'all',
      ...(values ? [formatNumber(values.mean), percent(values.shut), percent(values.open)] : ['-', '-', '-']),
      ...(matrix ? spectrumText(matrix) : ['-', '-']),
    ];
  });
}

const spectrumText = ({ radius, singularValues: [greatest] }: MatrixSpectrum): string[] => [
  radius === null ? '-' : formatNumber(radius),
  formatNumber(greatest),
];

function statePicture({ name, state, bySteps }: RecurrenceActivity): string {
  return svgLines({
    title: `State ${state} by step: ${name}`,
    xTitle: 'step',
    height: 220,
    series: [{ name: 'median of all units', values: bySteps.map(([, median]) => median), style: 'line' }],
    band: {
      name: '80 % of them',
      lower: bySteps.map(([low]) => low),
      upper: bySteps.map(([, , high]) => high),
    },
    labels: bySteps.map((_, step) => `${step + 1}`),
  });
}

function timePicture({ name, timeConstants }: RecurrenceActivity): string[] {
  if (timeConstants.length < 2) return [];
  const sorted = [...timeConstants].sort((a, b) => a - b);
  return [
    svgLines({
      title: `How long units keep their state: ${name}`,
      xTitle: 'units, from the shortest memory to the longest',
      yTitle: 'steps, as a power of 10',
      height: 220,
      series: [{ name: 'time constant', values: sorted.map((steps) => Math.log10(steps)), style: 'line' }],
      labels: sorted.map((_, unit) => `${unit + 1}`),
    }),
  ];
}

function jsonOf(activity: RecurrenceActivity): Json {
  const { name, cell, layer, direction, state, gates, squashed, units, bySteps, matrices } = activity;
  const numbers = (values: readonly number[]): Json => values.map(significant);
  const gateJson = ({ gate, mean, shut, open, unitMean }: GateStatistics): Json => ({
    gate,
    mean: significant(mean),
    shut: significant(shut),
    open: significant(open),
    unitMean: numbers(unitMean),
  });
  return {
    ...{ name, cell, layer, direction, state },
    gates: gates.map(gateJson),
    squashed: squashed.map(gateJson),
    timeConstants: numbers(activity.timeConstants),
    units: {
      mean: numbers(units.mean),
      deviation: numbers(units.deviation),
      dead: [...units.dead],
      stuck: [...units.stuck],
    },
    bySteps: bySteps.map((levels) => numbers(levels)),
    matrices: matrices.map(({ gate, radius, singularValues }) => ({
      gate,
      radius: radius === null ? null : significant(radius),
      singularValues: numbers(singularValues),
    })),
  };
}
