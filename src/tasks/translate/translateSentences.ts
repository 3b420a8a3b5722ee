import { beamSearch } from '../../nn/search/beamSearch.ts';
import type { Hypothesis, Writing } from '../../nn/search/hypothesis.ts';
import { oneByOne } from '../../nn/search/oneByOne.ts';
import { type Sampling, sample } from '../../nn/search/sample.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import { ensembleScores } from '../../nn/decoder/ensembleScores.ts';
import type { Coder } from '../../data/text/coder/coder.ts';
import type { TranslateModel } from './translateModel.ts';

/** How translations are found. */
export interface Decoding {
  /** Beginnings that are kept. */
  readonly beam: number;
  /** How many translations are wanted, at most `beam`. */
  readonly best?: number;
  readonly lengthPenalty?: number;
  /** Groups of beginnings that are to differ, and what it costs to write the same at the same step. */
  readonly groups?: number;
  readonly diversity?: number;
  /** Symbols that are not to be written. */
  readonly never: readonly number[];
  /** Symbols of a translation at most. */
  readonly maxLength: number;
  readonly noRepeat?: number;
  /** What every translation begins with. */
  readonly prefix?: readonly number[];
  /** Draws instead of searching. */
  readonly sampling?: Sampling & { readonly seed: number };
}

const BATCH = 64;

/** Translates sources as the encoder reads them; each has the same translations in any company. */
export function translateSentences(
  context: Context,
  models: readonly TranslateModel[],
  sources: readonly Int32Array[],
  coder: Pick<Coder, 'begin' | 'end'>,
  decoding: Decoding,
): Hypothesis[][] {
  const answers: Hypothesis[][] = new Array(sources.length);
  // Sources of a length are done at about the same time.
  const order = sources.map((_, k) => k).sort((a, b) => sources[a].length - sources[b].length || a - b);
  for (let from = 0; from < order.length; from += BATCH) {
    const some = order.slice(from, from + BATCH);
    const found = context.step(() =>
      noGradient(context, () => search(context, models, sources, some, coder, decoding)),
    );
    some.forEach((k, place) => {
      answers[k] = found[place];
    });
  }
  return answers;
}

function search(
  context: Context,
  models: readonly TranslateModel[],
  sources: readonly Int32Array[],
  some: readonly number[],
  { begin, end }: Pick<Coder, 'begin' | 'end'>,
  { never, maxLength, noRepeat, prefix, sampling, ...beams }: Decoding,
): Hypothesis[][] {
  const next = ensembleScores(
    context,
    models,
    some.map((k) => sources[k]),
    never,
  );
  const writing: Writing = {
    count: some.length,
    begin,
    end,
    bounds: some.map(() => maxLength),
    ...(noRepeat !== undefined && { noRepeat }),
    ...(prefix && { prefixes: some.map(() => prefix) }),
  };
  if (sampling) {
    const { seed, ...how } = sampling;
    const drawn = oneByOne(next, writing, (scores, k, t) =>
      sample(scores, uniform(stream(seed, some[k]), t), how),
    );
    return drawn.map((hypothesis) => [hypothesis]);
  }
  return beamSearch(next, writing, beams);
}
