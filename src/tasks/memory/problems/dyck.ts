import { uniform } from '../../../support/random.ts';
import { oneHot, type Problem } from './problem.ts';

/** Kinds of brackets; symbols are the opening ones, then the closing ones. */
const KINDS = 2;

/**
 * Nested brackets of two kinds, the Dyck language D2 (asked as by Sennhauser & Berwick, 2018): balanced words of T
 * brackets, all nestings equally likely (Arnold & Sleep, 1980), each pair of either kind. Asked wherever a closing bracket
 * follows another: its kind, which is that of an opening bracket further back. Guessing has a cross-entropy of ln 2.
 */
export const dyck: Problem = {
  name: 'dyck',
  about: 'the kinds of brackets that are still open',
  inputs: 2 * KINDS,
  answer: { classes: KINDS },
  least: 4,
  fit: (length) => length + (length % 2),
  make(length, stream) {
    const open: number[] = [];
    const symbols: number[] = [];
    for (let t = 0; t < length; t++) {
      const [height, rest] = [open.length, length - t];
      const opens = uniform(stream, 2 * t) < ((height + 2) * (rest - height)) / (2 * rest * (height + 1));
      if (opens) open.push(Math.floor(uniform(stream, 2 * t + 1) * KINDS));
      symbols.push(opens ? open[height] : KINDS + (open.pop() ?? 0));
    }
    const isClosing = (symbol: number | undefined): boolean => symbol !== undefined && symbol >= KINDS;
    const asked = symbols.flatMap((symbol, t) => (isClosing(symbol) && isClosing(symbols[t + 1]) ? [t] : []));
    return {
      steps: length,
      inputs: oneHot(symbols, 2 * KINDS),
      asked,
      targets: asked.map((t) => symbols[t + 1] - KINDS),
    };
  },
  baseline: () => Math.log(KINDS),
};
