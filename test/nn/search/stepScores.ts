import type { StepScores } from '../../../src/nn/search/hypothesis.ts';

/** Scores [count, V] as a search reads them, the foremost found by sorting. */
export const stepScores = (rows: Float32Array, count: number): StepScores => ({
  rows,
  foremost(most) {
    const size = rows.length / count;
    const [symbols, scores] = [
      new Int32Array(count * most).fill(-1),
      new Float32Array(count * most).fill(-Infinity),
    ];
    for (let row = 0; row < count; row++) {
      const own = rows.subarray(row * size, (row + 1) * size);
      const order = Array.from(own, (_, symbol) => symbol)
        .filter((symbol) => own[symbol] > -Infinity)
        .sort((a, b) => own[b] - own[a] || a - b)
        .slice(0, most);
      symbols.set(order, row * most);
      scores.set(
        order.map((symbol) => own[symbol]),
        row * most,
      );
    }
    return { symbols, scores };
  },
});
