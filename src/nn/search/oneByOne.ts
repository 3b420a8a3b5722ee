import { constrain } from './constrain.ts';
import type { Hypothesis, NextScores, Writing } from './hypothesis.ts';

/** Chooses what follows by log-probabilities [V], at position t of sequence k. */
export type Choose = (scores: Float32Array, k: number, t: number) => number;

/** The likeliest symbol, the first of equals: greedy search. */
export const likeliest: Choose = (scores) => {
  let best = 0;
  for (let symbol = 1; symbol < scores.length; symbol++) if (scores[symbol] > scores[best]) best = symbol;
  return best;
};

/**
 * Writes every sequence symbol by symbol and never goes back: the likeliest each time (greedy), or drawn. All sequences
 * take a step together, those that have come to their end or bound no more. Scores are log-probabilities.
 */
export function oneByOne(next: NextScores, writing: Writing, choose: Choose = likeliest): Hypothesis[] {
  const { count, begin, end, bounds } = writing;
  const written = Array.from({ length: count }, () => ({ symbols: [] as number[], score: 0, ended: false }));
  let running = Array.from({ length: count }, (_, k) => k);
  let parents = Int32Array.from(running);
  let last = new Int32Array(count).fill(begin);
  for (let t = 0; running.length > 0; t++) {
    const going: { readonly k: number; readonly row: number; readonly symbol: number }[] = [];
    next(last, parents, ({ rows }) => {
      const size = rows.length / running.length;
      running.forEach((k, row) => {
        const hypothesis = written[k];
        const own = rows.subarray(row * size, (row + 1) * size);
        constrain(own, hypothesis.symbols, k, writing);
        const symbol = choose(own, k, t);
        hypothesis.score += own[symbol];
        hypothesis.ended = symbol === end;
        if (hypothesis.ended) return;
        hypothesis.symbols.push(symbol);
        if (t + 1 < bounds[k]) going.push({ k, row, symbol });
      });
    });
    running = going.map(({ k }) => k);
    parents = Int32Array.from(going, ({ row }) => row);
    last = Int32Array.from(going, ({ symbol }) => symbol);
  }
  return written;
}
