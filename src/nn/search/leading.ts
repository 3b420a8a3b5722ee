/** A continuation of a beginning by one symbol. */
export interface Candidate<Beginning> {
  readonly beginning: Beginning;
  readonly symbol: number;
  /** The log-probability of both. */
  readonly score: number;
  /** What it is ranked by: the score, less what its symbol costs. */
  readonly rank: number;
  /** The row of scores that it comes from. */
  readonly row: number;
}

export interface Leading<Beginning> {
  /** Best first. */
  readonly list: readonly Candidate<Beginning>[];
  /** `scores` [V]: the log-probabilities of what may follow a beginning. */
  take(scores: Float32Array, beginning: Beginning, row: number): void;
}

/** More than what is lost by rounding. */
const MARGIN = 1e-6;

/** Keeps the `most` best continuations; of equal ones those that came first. `costs`, from 0 on: of symbols. */
export function leading<Beginning extends { readonly score: number }>(
  most: number,
  costs: ReadonlyMap<number, number> = new Map(),
): Leading<Beginning> {
  const list: Candidate<Beginning>[] = [];
  return {
    list,
    take(scores, beginning, row) {
      const before = beginning.score;
      // Nearly all symbols are passed over by the first test: below what any candidate must have, but for rounding.
      let least = list.length < most ? -Infinity : list[most - 1].rank - before - MARGIN;
      for (let symbol = 0; symbol < scores.length; symbol++) {
        if (!(scores[symbol] >= least)) continue;
        const score = before + scores[symbol];
        const rank = score - (costs.get(symbol) ?? 0);
        if (!(rank > (list.length < most ? -Infinity : list[most - 1].rank))) continue;
        let at = list.length;
        while (at > 0 && list[at - 1].rank < rank) at--;
        list.splice(at, 0, { beginning, symbol, score, rank, row });
        if (list.length > most) list.pop();
        if (list.length === most) least = list[most - 1].rank - before - MARGIN;
      }
    },
  };
}
