import { describe, expect, it } from 'vitest';
import { drawn } from '../../../src/nn/search/drawn.ts';
import type { Foremost } from '../../../src/nn/search/hypothesis.ts';
import { normal, stream, uniform } from '../../../src/support/random.ts';

const V = 60;

/** Log-probabilities of V symbols. */
const scores = ((): Float32Array => {
  const drawnScores = Array.from({ length: V }, (_, symbol) => normal(stream(3), symbol));
  const total = Math.log(drawnScores.reduce((sum, score) => sum + Math.exp(score), 0));
  return Float32Array.from(drawnScores, (score) => score - total);
})();

function foremostOf(rows: Float32Array, most: number): Foremost {
  const symbols = Array.from(rows.keys()).filter((symbol) => rows[symbol] > -Infinity);
  const first = symbols.sort((a, b) => rows[b] - rows[a]).slice(0, most);
  return { symbols: Int32Array.from(first), scores: Float32Array.from(first, (symbol) => rows[symbol]) };
}

/** How often each symbol is drawn, of as many numbers. */
function counts(rows: Float32Array, most: number, draw: (k: number, attempt: number) => number): number[] {
  const all = new Array<number>(V).fill(0);
  const choose = drawn((k, _, attempt) => draw(k, attempt));
  const foremost = foremostOf(rows, most);
  for (let k = 0; k < N; k++) all[choose(rows, k, 0, foremost)]++;
  return all;
}

const N = 20_000;
const evenly = (k: number): number => (k + 0.5) / N;

describe('drawing by probabilities', () => {
  it.each([0, 5, V])('gives each symbol its share of the numbers, with %i of the foremost', (most) => {
    counts(scores, most, evenly).forEach((count, symbol) =>
      expect(Math.abs(count - N * Math.exp(scores[symbol]))).toBeLessThan(1.5),
    );
  });

  it('leaves out what must not be written, and shares what is left as it was', () => {
    const rest = scores.map((score, symbol) => (symbol % 3 === 0 ? -Infinity : score));
    const left = rest.reduce((sum, score) => sum + Math.exp(score), 0);
    expect(left).toBeLessThan(0.8);
    const found = counts(rest, 5, (k, attempt) => uniform(stream(7, k), attempt));
    found.forEach((count, symbol) => {
      const expected = (N * Math.exp(rest[symbol])) / left;
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1e-9);
    });
  });
});
