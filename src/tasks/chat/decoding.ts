import { checkSampling, type Sampling } from '../../nn/search/sample.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import type { Mode } from './options.ts';

/** How replies are found. */
export interface ReplyOptions {
  /** Beginnings that the search keeps. Default 1: the likeliest symbol each time. For a model that writes. */
  readonly beam?: number;
  /** alpha of ((5 + length) / 6)^alpha, by which log-probabilities are divided (Wu et al., 2016). Default 1. */
  readonly lengthPenalty?: number;
  /** Symbols of a reply at most. Default: half more than the longest reply of the training data, and 10. */
  readonly maxLength?: number;
  /** No n symbols in a row come twice in a reply. */
  readonly noRepeat?: number;
  /** How many replies to give: at most `beam`, or as many as there are candidates. */
  readonly best?: number;
  /** Draws replies instead of searching for the likeliest; `seed` is 1 unless given. */
  readonly sampling?: Sampling & { readonly seed?: number };
  /** Tells the state that a reply began with, and what was attended to: `trace`. */
  readonly trace?: boolean;
}

/** The same, complete. */
export interface Decoding {
  readonly beam: number;
  readonly lengthPenalty: number;
  readonly maxLength: number;
  readonly noRepeat?: number;
  readonly best: number;
  readonly sampling?: Sampling & { readonly seed: number };
}

/** What only a model that writes can do. */
const ofWriting = ['beam', 'lengthPenalty', 'maxLength', 'noRepeat'] as const;

/** The options with all defaults. Throws `bad-argument`. */
export function decodingOf(options: ReplyOptions, mode: Mode, bound: number): Decoding {
  const { beam = 1, best = 1, lengthPenalty = 1, maxLength = bound, noRepeat, sampling } = options;
  const unused = ofWriting.find((name) => options[name] !== undefined);
  if (mode === 'rank' && unused !== undefined)
    fail('bad-argument', 'chat', `${unused} is given, and the model ranks replies`, 'Leave it out');
  for (const [name, value] of Object.entries({ beam, best, maxLength, noRepeat: noRepeat ?? 1 }))
    checkNumber('chat', name, value, { least: 1, whole: true });
  checkNumber('chat', 'lengthPenalty', lengthPenalty, { least: 0 });
  if (mode === 'generate' && best > beam)
    fail('bad-argument', 'chat', `best is ${best}, and beam ${beam}`, 'Give a beam at least as large');
  if (sampling) {
    checkSampling(sampling);
    if (best > 1 || beam > 1) {
      const what = `${best > 1 ? 'best' : 'beam'} with sampling`;
      fail('bad-argument', 'chat', what, 'Leave one of them out');
    }
  }
  return {
    beam,
    lengthPenalty,
    maxLength,
    ...(noRepeat !== undefined && { noRepeat }),
    best,
    ...(sampling && { sampling: { seed: 1, ...sampling } }),
  };
}
