import { constrain } from './constrain.ts';
import type { Foremost, Hypothesis, NextScores, Writing } from './hypothesis.ts';

/** Chooses what follows by log-probabilities [V], at position t of sequence k; `foremost`: the largest, as many as are wanted. */
export type Choose = (scores: Float32Array, k: number, t: number, foremost?: Foremost) => number;

const none: Foremost = { symbols: new Int32Array(0), scores: new Float32Array(0) };

/** The likeliest symbol, the first of equals: greedy search. */
export const likeliest: Choose = (scores) => {
  let best = 0;
  for (let symbol = 1; symbol < scores.length; symbol++) if (scores[symbol] > scores[best]) best = symbol;
  return best;
};

/**
 * Writes every sequence symbol by symbol and never goes back: the likeliest each time (greedy), or drawn. All sequences
 * take a step together, those that have come to their end or bound no more. Scores are log-probabilities. `most`: how
 * many of the largest are found for whoever chooses.
 */
export function oneByOne(
  next: NextScores,
  writing: Writing,
  choose: Choose = likeliest,
  most = 0,
): Hypothesis[] {
  const { count, begin, end, bounds } = writing;
  const written = Array.from({ length: count }, () => ({ symbols: [] as number[], score: 0, ended: false }));
  let running = Array.from({ length: count }, (_, k) => k);
  let parents = Int32Array.from(running);
  let last = new Int32Array(count).fill(begin);
  for (let t = 0; running.length > 0; t++) {
    const going: { readonly k: number; readonly row: number; readonly symbol: number }[] = [];
    next(last, parents, (step) => {
      const size = step.rows.length / running.length;
      const rowOf = (row: number): Float32Array => step.rows.subarray(row * size, (row + 1) * size);
      running.forEach((k, row) => constrain(rowOf(row), written[k].symbols, k, writing));
      const { symbols, scores } = most > 0 ? step.foremost(most) : none;
      const found = symbols.length / running.length;
      running.forEach((k, row) => {
        const hypothesis = written[k];
        const own = rowOf(row);
        const [from, to] = [row * found, (row + 1) * found];
        const first = { symbols: symbols.subarray(from, to), scores: scores.subarray(from, to) };
        const symbol = choose(own, k, t, first);
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
