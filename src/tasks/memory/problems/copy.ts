import { uniform } from '../../../support/random.ts';
import { between, oneHot, type Problem } from './problem.ts';

/** Symbols to remember, of so many kinds; then come the blank and the sign to begin. */
const REMEMBERED = 10;
const KINDS = 8;
const BLANK = KINDS;
const BEGIN = KINDS + 1;

/**
 * The copying memory task (Arjovsky, Shah & Bengio, 2016): ten symbols of eight kinds, T - 1 blanks, the sign to begin,
 * ten blanks: T + 20 steps in all. Asked at every step: a blank for the first T + 10 steps, then the ten symbols in their
 * order. Who remembers nothing answers blanks, then any of the eight: a cross-entropy of 10 ln 8 / (T + 20).
 */
export const copy: Problem = {
  name: 'copy',
  about: 'ten symbols, after a delay',
  inputs: KINDS + 2,
  answer: { classes: KINDS + 1 },
  least: 1,
  fit: (length) => length,
  make(length, stream) {
    const steps = length + 2 * REMEMBERED;
    const begin = length + REMEMBERED - 1;
    const kinds = Array.from({ length: REMEMBERED }, (_, k) => between(uniform(stream, k), 0, KINDS));
    const symbols = Array.from({ length: steps }, (_, t) => kinds[t] ?? (t === begin ? BEGIN : BLANK));
    return {
      steps,
      inputs: oneHot(symbols, KINDS + 2),
      asked: symbols.map((_, t) => t),
      targets: symbols.map((_, t) => kinds[t - begin - 1] ?? BLANK),
    };
  },
  baseline: (length) => (REMEMBERED * Math.log(KINDS)) / (length + 2 * REMEMBERED),
};
