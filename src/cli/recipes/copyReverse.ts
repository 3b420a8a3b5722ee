import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import { stream, uniform } from '../../support/random.ts';
import { translateRecipe } from './translateRecipe.ts';

/** Keys the strings: they are the same for every seed of the network. */
const STRINGS = 0x737472;

/** Strings of small letters, each to be copied (after >) or to be turned round (after <). */
function strings(key: number, count: number, least: number, most: number): SentencePair[] {
  return Array.from({ length: count }, (_, k) => {
    const own = stream(STRINGS, key, k);
    const pick = (unit: number, below: number): number => Math.floor(below * uniform(own, unit));
    const letters = Array.from({ length: least + pick(0, most - least + 1) }, (_letter, t) =>
      String.fromCharCode(97 + pick(2 + t, 26)),
    );
    const isTurned = pick(1, 2) === 1;
    return {
      source: (isTurned ? '<' : '>') + letters.join(''),
      target: (isTurned ? letters.toReversed() : letters).join(''),
      place: `string ${k + 1}`,
    };
  });
}

/**
 * Random strings of up to 30 letters, copied or turned round by one model with attention; then strings of 31 to 60, which
 * are longer than any that it has seen.
 */
export const recipe = translateRecipe({
  name: 'copy-reverse',
  summary: 'random strings copied and turned round, up to 30 letters and beyond; exact strings in percent',
  files: [],
  splits: {
    train: async () => strings(0, 60_000, 1, 30),
    valid: async () => strings(1, 1000, 1, 30),
    tests: {
      within: async () => strings(2, 2000, 1, 30),
      beyond: async () => strings(3, 1000, 31, 60),
    },
  },
  settings: {
    unit: 'character',
    conditioning: 'luong',
    hidden: 96,
    embedding: 32,
    dropout: 0,
    batch: 32,
    lr: 0.004,
    epochs: 16,
  },
  search: { maxLength: 70 },
  figure: ({ within, beyond }) => ({
    metric: `exact strings of up to 30 letters in percent (of 31 to 60: ${beyond.model.exact.toFixed(1)})`,
    figure: within.model.exact,
    baseline: within.copy.exact,
  }),
  published: null,
});
