import { checkSampling, type Sampling } from '../../nn/search/sample.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import type { Coder } from '../../data/text/coder/coder.ts';
import type { Decoding } from './translateSentences.ts';

export interface TranslationOptions {
  /** Beginnings that the search keeps; 1: the likeliest symbol each time. Default 5. */
  readonly beam?: number;
  /** How many translations to give, at most `beam`. */
  readonly best?: number;
  /** alpha of ((5 + length) / 6)^alpha, by which log-probabilities are divided (Wu et al., 2016). Default 1. */
  readonly lengthPenalty?: number;
  /** Groups that divide the beginnings evenly, and are to differ (Vijayakumar et al., 2016). Default 1. */
  readonly groups?: number;
  /** What a symbol costs for each beginning of an earlier group that goes on with it at the same step. Default 0.5. */
  readonly diversity?: number;
  /** Symbols of a translation at most. Default: half more than the longest target of the training data, and 10. */
  readonly maxLength?: number;
  /** No n symbols in a row come twice in a translation. */
  readonly noRepeat?: number;
  /** What every translation begins with. */
  readonly prefix?: string;
  /**
   * Unknown symbols may be written: each becomes the symbol of the source that is attended to most there (Luong et al.,
   * 2015). For a model that attends, and with the same unit on both sides, which is not `bpe`.
   */
  readonly copyUnknown?: boolean;
  /** Tells what was attended to: `trace`, for a model that attends. */
  readonly trace?: boolean;
  /** Draws translations instead of searching for the likeliest; `seed` is 1 unless given. */
  readonly sampling?: Sampling & { readonly seed?: number };
}

const BEAM = 5;

/** How a search finds what is asked for. `bound`: symbols at most, unless said. Throws `bad-argument`. */
export function decodingOf(options: TranslationOptions, bound: number, target: Coder): Decoding {
  const { beam = BEAM, best = 1, groups = 1, lengthPenalty = 1, diversity, sampling } = options;
  const { maxLength = bound, noRepeat, prefix, copyUnknown = false } = options;
  for (const [name, value] of Object.entries({ beam, best, groups, maxLength, noRepeat: noRepeat ?? 1 }))
    checkNumber('translate', name, value, { least: 1, whole: true });
  checkNumber('translate', 'lengthPenalty', lengthPenalty, { least: 0 });
  checkNumber('translate', 'diversity', diversity ?? 0, { least: 0 });
  if (best > beam) {
    const what = `best is ${best}, and beam ${beam}`;
    fail('bad-argument', 'translate', what, 'Give a beam at least as large');
  }
  if (diversity !== undefined && groups === 1)
    fail('bad-argument', 'translate', 'diversity without groups', 'Give groups too, or leave it out');
  if (sampling) {
    checkSampling(sampling);
    for (const [name, value] of Object.entries({ best, groups }))
      if (value > 1) fail('bad-argument', 'translate', `${name} with sampling`, 'Leave one of them out');
  }
  const never = copyUnknown ? target.never.filter((symbol) => symbol !== target.unknown) : target.never;
  return {
    beam,
    best,
    lengthPenalty,
    maxLength,
    groups,
    never,
    ...(diversity !== undefined && { diversity }),
    ...(noRepeat !== undefined && { noRepeat }),
    ...(prefix !== undefined && { prefix: Array.from(target.encode(prefix)) }),
    ...(sampling && { sampling: { seed: 1, ...sampling } }),
  };
}
