import { stream, uniform } from '../../../support/random.ts';
import type { Task } from '../contest/contest.ts';

/** An LSTM layer over sequences of these lengths, forward and backward. */
export interface RaggedTask extends Task {
  readonly lengths: readonly number[];
  readonly inputs: number;
  readonly hidden: number;
}

const LONGEST = 200;
const MEAN = 20;

/** B = 64, I = 128, H = 256: as long as the longest, uniform on 1..200, and geometric with a mean of 20. */
export function raggedTasks(sequences = 64, inputs = 128, hidden = 256): readonly RaggedTask[] {
  const lengths = (place: number, length: (u: number) => number): number[] =>
    Array.from({ length: sequences }, (_, k) => length(uniform(stream(4, place), k)));
  return [
    { name: 'padded', lengths: lengths(0, () => LONGEST), inputs, hidden },
    { name: 'uniform', lengths: lengths(1, (u) => 1 + Math.floor(LONGEST * u)), inputs, hidden },
    {
      name: 'geometric',
      lengths: lengths(2, (u) => 1 + Math.floor(Math.log1p(-u) / Math.log1p(-1 / MEAN))),
      inputs,
      hidden,
    },
  ];
}

export const stepsOf = ({ lengths }: RaggedTask): number => lengths.reduce((sum, length) => sum + length, 0);
