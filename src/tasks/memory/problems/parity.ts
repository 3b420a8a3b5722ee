import { bits } from '../../../support/random.ts';
import type { Problem } from './problem.ts';

/**
 * Parity (Bengio, Simard & Frasconi, 1994): T steps of 1 or -1, either equally likely. Asked after the last step: whether
 * the number of ones is odd. Every step counts, so guessing, with a cross-entropy of ln 2, is all that a shorter memory
 * can do.
 */
export const parity: Problem = {
  name: 'parity',
  about: 'whether the number of ones so far is odd',
  inputs: 1,
  answer: { classes: 2 },
  least: 1,
  fit: (length) => length,
  make(length, stream) {
    const ones = Array.from({ length }, (_, t) => bits(stream, t) >>> 31);
    return {
      steps: length,
      inputs: Float32Array.from(ones, (one) => 2 * one - 1),
      asked: [length - 1],
      targets: [ones.reduce((sum, one) => sum + one, 0) % 2],
    };
  },
  baseline: () => Math.log(2),
};
