import { substream, type Stream, uniform } from '../../support/random.ts';
import { between, type MadeSequence, type Problem } from './problems/problem.ts';

/** Streams below a seed: the sequences of training, of validation, of tests. None meets another's. */
export const TRAINING = 0x6d656d0;
export const VALIDATION = 0x6d656d1;
export const TEST = 0x6d656d2;

/** `count` sequences with lengths uniform from `shortest` to `longest`: a pure function of the stream. */
export function makeSequences(
  problem: Problem,
  stream: Stream,
  count: number,
  { shortest, longest }: { readonly shortest: number; readonly longest: number },
): { readonly lengths: readonly number[]; readonly sequences: readonly MadeSequence[] } {
  const lengths = Array.from({ length: count }, (_, k) =>
    problem.fit(between(uniform(stream, k), shortest, longest + 1)),
  );
  return {
    lengths,
    sequences: lengths.map((length, k) => problem.make(length, substream(stream, k))),
  };
}
