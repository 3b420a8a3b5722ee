import { svgLines } from '../../formats/draw/svgLines.ts';
import { formatNumber } from '../../support/format.ts';
import type { Json } from '../../support/json.ts';
import type { Finding } from '../finding.ts';
import { significant } from '../significant.ts';
import type { GradientThroughTime, StateGradient } from './gradientThroughTime.ts';
import type { Remedy, Verdict } from './verdict.ts';

/** Lines in a picture at most: as many as there are colours. */
const LINES = 6;

/** The gradient through time in words, numbers and a picture. */
export function describeGradient(found: GradientThroughTime, verdict: Verdict): Finding {
  const { finding, evidence, remedies } = verdict;
  const { states, apart } = found;
  return {
    title: 'Gradient through time',
    paragraphs: [
      `The gradient is ${finding}. ${evidence.join(' ')}`,
      ...remedies.map((remedy, k) => `${k === 0 ? 'Try' : 'Or try'} ${flagsOf(remedy)}. ${remedy.text}`),
      ...(apart.length > 0 ? [`Not measured, since they read other sequences: ${apart.join('; ')}.`] : []),
    ],
    table: {
      columns: ['recurrence', 'state', 'lag 0', 'left over', 'memory', 'of units', 'explodes'],
      rows: states.map((state) => [
        state.name,
        state.state,
        formatNumber(state.mean[0]),
        shareText(state.shares[state.shares.length - 1]),
        memoryText(state.memory, state.shares.length - 1),
        unitText(state),
        `${formatNumber(100 * state.exploding)} %`,
      ]),
    },
    pictures: [lagPicture(states)],
    json: {
      finding,
      memory: verdict.memory,
      reach: verdict.reach,
      evidence: [...evidence],
      remedies: remedies.map(({ options, text }) => ({ options, text })),
      answers: found.answers,
      states: states.map(stateJson),
    },
  };
}

/** Options as they stand on a command line. */
const flagsOf = ({ options }: Remedy): string =>
  Object.entries(options)
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`))
    .join(' ');

const shareText = (share: number): string => `${formatNumber(100 * share)} %`;

const memoryText = (memory: number | null, furthest: number): string =>
  memory === null ? `> ${furthest}` : `${memory}`;

/** The memories of the units: quartiles. */
function unitText({ unitMemory, shares }: StateGradient): string {
  const sorted = unitMemory.map((memory) => memory ?? Infinity).sort((a, b) => a - b);
  const [low, high] = [0.25, 0.75].map((level) => sorted[Math.round(level * (sorted.length - 1))]);
  const text = (memory: number): string => (memory === Infinity ? `> ${shares.length - 1}` : `${memory}`);
  return low === high ? text(low) : `${text(low)} to ${text(high)}`;
}

function lagPicture(states: readonly StateGradient[]): string {
  const furthest = [...states]
    .sort((a, b) => (b.memory ?? Infinity) - (a.memory ?? Infinity))
    .slice(0, LINES);
  const shown = states.filter((state) => furthest.includes(state));
  const [first] = furthest;
  const log = (values: readonly number[]): number[] => values.map((value) => Math.log10(value));
  return svgLines({
    title: 'Norm of the gradient by lag',
    xTitle: 'steps back from the answer',
    yTitle: 'mean norm, as a power of 10',
    series: shown.map((state) => ({
      name: `${state.state} (${state.name})`,
      values: log(state.mean),
      style: 'line',
    })),
    band: {
      name: `80 % of answers, ${first.state} (${first.name})`,
      lower: log(first.low),
      upper: log(first.high),
    },
    labels: Array.from({ length: Math.max(...shown.map(({ mean }) => mean.length)) }, (_, lag) => `${lag}`),
  });
}

function stateJson(state: StateGradient): Json {
  const numbers = (values: readonly number[]): Json => values.map(significant);
  const { name, cell, layer, direction } = state;
  return {
    ...{ name, cell, layer, direction, state: state.state },
    memory: state.memory,
    exploding: significant(state.exploding),
    lags: {
      mean: numbers(state.mean),
      low: numbers(state.low),
      median: numbers(state.median),
      high: numbers(state.high),
      shares: numbers(state.shares),
      counts: [...state.counts],
    },
    unitMemory: [...state.unitMemory],
  };
}
