import { formatList, formatNumber, formatQuantity } from '../../support/format.ts';
import type { GradientThroughTime, StateGradient } from './gradientThroughTime.ts';
import { EXPLODED } from './lagStatistics.ts';

/** Something to try: options of the training, and why. */
export interface Remedy {
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly text: string;
}

export interface Verdict {
  readonly finding: 'vanishing' | 'exploding' | 'healthy';
  /** The lag from which on less than 1 % is left in every state of the network; null: longer than was measured. */
  readonly memory: number | null;
  /** The greatest lag that was measured. */
  readonly reach: number;
  /** What was found, in plain sentences. */
  readonly evidence: readonly string[];
  /** What to try, the most promising first; none where the gradient is healthy. */
  readonly remedies: readonly Remedy[];
}

/** Exploding: so many of the sequences at least. */
const MANY = 0.1;

/** Vanishing: the memory is below this share of what the sequences reach back. */
const SHORT = 0.5;

/**
 * What gradients through time mean. Exploding: in a tenth of the answers or more the gradient of some state grows to more
 * than ten times that at lag 0. Vanishing: less than 1 % of it is left, in all states, before half of the lags that the
 * sequences have. `allows` says whether a training takes an option.
 */
export function verdictOf(
  { answers, states }: GradientThroughTime,
  allows: (option: string) => boolean = () => true,
): Verdict {
  const reach = Math.max(...states.map(({ counts }) => counts.length)) - 1;
  const memories = states.map(({ memory }) => memory ?? Infinity);
  const longest = Math.max(...memories);
  const worst = states.reduce((a, b) => (b.exploding > a.exploding ? b : a));
  const best = states
    .filter((_, k) => memories[k] === longest)
    .reduce((a, b) => (lastShare(b) > lastShare(a) ? b : a));
  const memory = longest === Infinity ? null : longest;
  const about = { memory, reach };
  const cells = [...new Set(states.map(({ cell }) => cell))];
  const kept = keptText(best, reach);
  if (worst.exploding >= MANY) {
    const times = formatNumber(Math.max(...worst.shares));
    return {
      ...about,
      finding: 'exploding',
      evidence: [
        `In ${percent(worst.exploding)} of ${formatQuantity(answers, 'answer')} the gradient of ${stateText(worst)} grows to more than ${EXPLODED} times that at lag 0; its mean comes to ${times} times.`,
        kept,
      ],
      remedies: explodingRemedies(cells).filter(isAllowed(allows)),
    };
  }
  if (longest < SHORT * reach) {
    return {
      ...about,
      finding: 'vanishing',
      evidence: [
        kept,
        `What happened longer ago than ${formatQuantity(longest, 'step')} hardly teaches the network anything. Where that is never needed, nothing is wrong.`,
      ],
      remedies: vanishingRemedies(cells, reach + 1).filter(isAllowed(allows)),
    };
  }
  return {
    ...about,
    finding: 'healthy',
    evidence: [
      kept,
      worst.exploding > 0
        ? `It explodes in ${percent(worst.exploding)} of ${formatQuantity(answers, 'answer')}, which is few.`
        : `In none of ${formatQuantity(answers, 'answer')} does it explode.`,
    ],
    remedies: [],
  };
}

function keptText(state: StateGradient, reach: number): string {
  const { memory, shares } = state;
  return memory === null
    ? `${formatNumber(100 * lastShare(state))} % of the gradient of ${stateText(state)} is left after ${formatQuantity(shares.length - 1, 'step')}, the longest way that was measured.`
    : `Of the gradient of ${stateText(state)}, which reaches furthest, less than 1 % is left after ${formatQuantity(memory, 'step')}; sequences reach back ${formatQuantity(reach, 'step')}.`;
}

const lastShare = ({ shares }: StateGradient): number => shares[shares.length - 1];

const stateText = ({ name, state }: StateGradient): string => `${state} (${name})`;

const percent = (share: number): string => `${formatNumber(100 * share)} %`;

const isAllowed =
  (allows: (option: string) => boolean) =>
  ({ options }: Remedy): boolean =>
    Object.keys(options).every(allows);

/** Cells without gates: what they carry is multiplied by the same matrix, and squashed, at every step. */
const ungated = ['rnn', 'jordan'];

function vanishingRemedies(cells: readonly string[], steps: number): Remedy[] {
  const chrono = `biases that make it forget over up to ${steps} steps at first (Tallec & Ollivier, 2018)`;
  if (cells.some((cell) => ungated.includes(cell))) {
    const why = 'An LSTM carries its state on without multiplying it by a matrix';
    return [
      { options: { cell: 'lstm', chrono: steps }, text: `${why}; with ${chrono}.` },
      { options: { cell: 'lstm' }, text: `${why}.` },
      { options: { cell: 'gru' }, text: 'A GRU does so too, with fewer weights.' },
    ];
  }
  const gated = cells.filter((cell) => ['lstm', 'gru'].includes(cell));
  return [
    ...(gated.length > 0
      ? [{ options: { chrono: steps }, text: `Gates of ${formatList(gated, 'and')} with ${chrono}.` }]
      : []),
    {
      options: { curriculum: true },
      text: 'Short sequences first, so that there is something to learn before the gradient has to go far.',
    },
    { options: { bidirectional: true }, text: 'Read from both ends: no step is then far from an end.' },
    {
      options: { cell: 'lru' },
      text: 'A linear recurrence, whose factors begin near 1, so that its gradient shrinks slowly.',
    },
  ];
}

function explodingRemedies(cells: readonly string[]): Remedy[] {
  return [
    {
      options: { clip: 0.25 },
      text: 'A tighter limit on the norm of the gradient keeps one sequence from undoing what others taught.',
    },
    ...(cells.some((cell) => ungated.includes(cell))
      ? [
          {
            options: { cell: 'lstm' },
            text: 'An LSTM carries its state on without multiplying it by a matrix.',
          },
        ]
      : []),
    { options: { lr: 0.001 }, text: 'Smaller steps.' },
  ];
}
