import type { Foremost } from './hypothesis.ts';

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
  /** What may follow the beginning of a row: enough of the foremost that no other can be among the best. */
  take(foremost: Foremost, beginning: Beginning, row: number): void;
}

/** Keeps the `most` best continuations; of equal ones those that came first. `costs`, from 0 on: of symbols. */
export function leading<Beginning extends { readonly score: number }>(
  most: number,
  costs: ReadonlyMap<number, number> = new Map(),
): Leading<Beginning> {
  const list: Candidate<Beginning>[] = [];
  return {
    list,
    take({ symbols, scores }, beginning, row) {
      for (const [at, symbol] of symbols.entries()) {
        if (symbol < 0) break;
        const score = beginning.score + scores[at];
        const rank = score - (costs.get(symbol) ?? 0);
        const place = list.findIndex((held) => held.rank < rank);
        list.splice(place < 0 ? list.length : place, 0, { beginning, symbol, score, rank, row });
        if (list.length > most) list.pop();
      }
    },
  };
}
