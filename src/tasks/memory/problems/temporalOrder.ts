import { uniform } from '../../../support/random.ts';
import { between, oneHot, type Problem } from './problem.ts';

/** Four kinds that mean nothing, then X, Y, the end and the beginning. */
const NOISE = 4;
const X = 4;
const END = 6;
const BEGINNING = 7;

/**
 * Temporal order (Hochreiter & Schmidhuber, 1997, experiment 6a; there T is 100): from T to 1.1 T symbols, the first and
 * the last of kinds of their own, the others one of four that mean nothing, but for an X or Y at a step from T/10 to
 * 2 T/10 and at another from 5 T/10 to 6 T/10. Asked after the last step: which of the four orders they were. Guessing
 * has a cross-entropy of ln 4.
 */
export const temporalOrder: Problem = {
  name: 'temporal-order',
  about: 'the order of two symbols among others that mean nothing',
  inputs: 8,
  answer: { classes: 4 },
  least: 10,
  fit: (length) => length,
  make(length, stream) {
    const tenth = length / 10;
    const draw = (unit: number): number => uniform(stream, unit);
    const steps = between(draw(0), length, Math.floor(11 * tenth) + 1);
    const place = (unit: number, tenths: number): number =>
      between(draw(unit), Math.ceil(tenths * tenth), Math.floor((tenths + 1) * tenth) + 1);
    const [first, second] = [place(1, 1), place(2, 5)];
    const kinds = [3, 4].map((unit) => between(draw(unit), 0, 2));
    const symbols = Array.from({ length: steps }, (_, t) => between(draw(5 + t), 0, NOISE));
    symbols[0] = BEGINNING;
    symbols[steps - 1] = END;
    symbols[first] = X + kinds[0];
    symbols[second] = X + kinds[1];
    return { steps, inputs: oneHot(symbols, 8), asked: [steps - 1], targets: [2 * kinds[0] + kinds[1]] };
  },
  baseline: () => Math.log(4),
};
