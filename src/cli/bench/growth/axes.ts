import type { Size } from '../size.ts';
import { type BenchCell, weightsOf } from '../work.ts';

export const axisNames = ['steps', 'sequences', 'parameters', 'rows', 'threads'] as const;
export type AxisName = (typeof axisNames)[number];

/** A training step somewhere along an axis. */
export interface Place {
  readonly axis: AxisName;
  /** T, B, the weights of the layer, the steps of all sequences, or threads. */
  readonly value: number;
  /** The work of each thread, of the most on the axis: time that grows linearly is in proportion to it. */
  readonly share: number;
  readonly size: Size;
  readonly threads: number;
  /** Of the sequences, where they are not all of T steps. */
  readonly lengths?: readonly number[];
}

/** Of all places but where they grow. */
const [FEATURES, HIDDEN] = [64, 128];

/** Points in a decade. */
const FINE = 4;

/** From `first` to a hundred times as much. */
const twoDecades = (first: number): number[] =>
  Array.from({ length: 2 * FINE + 1 }, (_, k) => first * 10 ** (k / FINE));

/** Shares of the padded rows that are left. */
const rowShares = [1, 0.75, 0.5, 0.3, 0.2, 0.1];

/**
 * The axes along which the work of a training step grows hundredfold, all else as it is: steps and sequences by their
 * numbers, parameters by H. The rows of 64 sequences of which the longest has 200 steps, more and more uneven. And threads,
 * from the fewest of these numbers to the most.
 */
export function growthAxes(cell: BenchCell, threads: readonly number[]): readonly Place[] {
  const [fewest] = threads.toSorted((a, b) => a - b);
  const steps = twoDecades(2).map(Math.round);
  const sequences = twoDecades(1).map(Math.round);
  const hidden = twoDecades(weightsOf('rnn', FEATURES, 32)).map(hiddenOf);
  const weights = hidden.map((H) => weightsOf(cell, FEATURES, H));
  const batch: Size = [64, 200, FEATURES, HIDDEN];
  const ragged = rowShares.map((share) => unevenLengths(batch[0], batch[1], share));
  const rows = ragged.map((lengths) => lengths.reduce((total, length) => total + length, 0));
  return [
    ...along('steps', steps, (T) => ({ size: [16, T, FEATURES, HIDDEN], threads: fewest })),
    ...along('sequences', sequences, (B) => ({ size: [B, 50, FEATURES, HIDDEN], threads: fewest })),
    ...along('parameters', weights, (_, k) => ({ size: [32, 50, FEATURES, hidden[k]], threads: fewest })),
    ...along('rows', rows, (_, k) => ({ size: batch, threads: fewest, lengths: ragged[k] })),
    ...threads.map(
      (n): Place => ({
        axis: 'threads',
        value: n,
        share: fewest / n,
        size: batch,
        threads: n,
      }),
    ),
  ];
}

/** Places whose work is in proportion to the values. */
function along(
  axis: AxisName,
  values: readonly number[],
  place: (value: number, k: number) => Pick<Place, 'size' | 'threads' | 'lengths'>,
): Place[] {
  const most = Math.max(...values);
  return values.map((value, k) => ({ axis, value, share: value / most, ...place(value, k) }));
}

/** H of about so many weights of one gate, a multiple of 16. */
function hiddenOf(weights: number): number {
  const half = (FEATURES + 2) / 2;
  return 16 * Math.round((Math.sqrt(half * half + weights) - half) / 16);
}

/**
 * Lengths of sequences of which the longest has `longest` steps, and all about `share` of what they would have if all
 * were as long: a power of evenly spaced numbers.
 */
export function unevenLengths(sequences: number, longest: number, share: number): number[] {
  const power = 1 / share - 1; // the mean of u^p is 1 / (p + 1)
  return Array.from({ length: sequences }, (_, k) =>
    Math.max(1, Math.round(longest * ((k + 1) / sequences) ** power)),
  );
}
