import type { Coder } from '../../data/text/coder/coder.ts';
import { nextScores, type Writer } from '../../nn/decoder/nextScores.ts';
import { beamSearch } from '../../nn/search/beamSearch.ts';
import type { Hypothesis } from '../../nn/search/hypothesis.ts';
import { type Choose, likeliest, oneByOne } from '../../nn/search/oneByOne.ts';
import { sample } from '../../nn/search/sample.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Decoding } from './decoding.ts';
import type { History } from './dialogEncoder.ts';

/** Told of each symbol of the k-th reply as it is chosen. */
export type OnSymbol = (symbol: number, k: number) => void;

const BATCH = 64;

/**
 * The best replies to each history, best first; each history has the same in any company. `keys`: what draws are keyed by,
 * for each history. `onSymbol` is for a search without a beam.
 */
export function writeReplies(
  context: Context,
  writer: Writer<History>,
  histories: readonly History[],
  { begin, end, never }: Pick<Coder, 'begin' | 'end' | 'never'>,
  decoding: Decoding,
  { keys = histories.map((_, k) => k), onSymbol }: { keys?: readonly number[]; onSymbol?: OnSymbol } = {},
): Hypothesis[][] {
  const { beam, best, lengthPenalty, maxLength, noRepeat, sampling } = decoding;
  const found: Hypothesis[][] = [];
  for (let from = 0; from < histories.length; from += BATCH) {
    const some = histories.slice(from, from + BATCH);
    const draw: Choose = (scores, k, t) =>
      sampling
        ? sample(scores, uniform(stream(sampling.seed, keys[from + k]), t), sampling)
        : likeliest(scores, k, t);
    const choose: Choose = (scores, k, t) => {
      const symbol = draw(scores, k, t);
      if (symbol !== end) onSymbol?.(symbol, from + k);
      return symbol;
    };
    const search = (): Hypothesis[][] => {
      const next = nextScores(context, writer, some, never);
      const bounds = some.map(() => maxLength);
      const writing = { count: some.length, begin, end, bounds, ...(noRepeat !== undefined && { noRepeat }) };
      return beam > 1
        ? beamSearch(next, writing, { beam, best, lengthPenalty })
        : oneByOne(next, writing, choose).map((one) => [one]);
    };
    found.push(...context.step(() => noGradient(context, search)));
  }
  return found;
}
