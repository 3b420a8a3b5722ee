import { peak } from '../../../src/kernels/peak.ts';
import { type Case, caseOf, floats } from '../case.ts';

/** Part of a vector, part of a block, several blocks. */
export const cases: readonly Case[] = [1, 7, 100, 96, 1027].map((n) =>
  caseOf(peak, `${n} chains`, {
    buffers: { y: floats(n) },
    numbers: { n, rounds: 21, factor: 0.75, term: 0.5 },
    outputs: ['y'],
    tolerance: 2e-6,
    scale: 1,
  }),
);
