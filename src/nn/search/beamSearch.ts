import { constrain } from './constrain.ts';
import type { Hypothesis, NextScores, Writing } from './hypothesis.ts';

export interface BeamOptions {
  /** Beginnings that are kept of each sequence. */
  readonly beam: number;
  /** How many hypotheses are given of each sequence: at most `beam`. Default 1. */
  readonly best?: number;
  /** alpha of ((5 + length) / 6)^alpha, by which log-probabilities are divided (Wu et al., 2016). Default 0: not at all. */
  readonly lengthPenalty?: number;
}

/** A beginning that may go on. */
interface Beginning {
  readonly symbols: readonly number[];
  /** Its log-probability. */
  readonly score: number;
  /** Where its state is: a row of the last call. */
  readonly row: number;
}

/**
 * Beam search: of every sequence the `beam` likeliest beginnings go on at each step, until as many hypotheses have come
 * to their end and none of the beginnings scores better than they do, or the length is at its bound. The beginnings of
 * all sequences take a step together. Gives the best of each sequence, best first. Equal ones come in the order of their beginnings, then of their symbols.
 */
export function beamSearch(
  next: NextScores,
  writing: Writing,
  { beam, best = 1, lengthPenalty = 0 }: BeamOptions,
): Hypothesis[][] {
  const { count, begin, end, bounds } = writing;
  const penalty = (length: number): number => ((5 + length) / 6) ** lengthPenalty;
  const found: Hypothesis[][] = Array.from({ length: count }, () => []);
  let live: Beginning[][] = Array.from({ length: count }, (_, k) => [{ symbols: [], score: 0, row: k }]);
  for (let t = 0; live.some((own) => own.length > 0); t++) {
    const all = live.flat();
    const scores = next(
      Int32Array.from(all, ({ symbols }) => symbols.at(-1) ?? begin),
      Int32Array.from(all, ({ row }) => row),
    );
    const size = scores.length / all.length;
    let row = 0;
    live = live.map((own, k) => {
      const candidates = leading(2 * beam);
      own.forEach((beginning) => {
        const part = scores.subarray(row * size, (row + 1) * size);
        constrain(part, beginning.symbols, k, writing);
        candidates.take(part, beginning, row);
        row++;
      });
      const going: Beginning[] = [];
      candidates.list.forEach(({ beginning, symbol, score, row: at }, rank) => {
        const { symbols } = beginning;
        const isFull = t + 1 >= bounds[k];
        if (symbol === end || isFull) {
          const written = symbol === end ? symbols : [...symbols, symbol];
          const ranked = score / penalty(written.length + Number(symbol === end));
          if (rank < beam) found[k].push({ symbols: written, score: ranked, ended: symbol === end });
        } else if (going.length < beam) going.push({ symbols: [...symbols, symbol], score, row: at });
      });
      const kept = found[k].sort((a, b) => b.score - a.score).slice(0, beam);
      found[k] = kept;
      const isBeaten = kept.length === beam && going[0]?.score / penalty(t + 1) <= kept[beam - 1].score;
      return isBeaten || t + 1 >= bounds[k] ? [] : going;
    });
  }
  return found.map((own) => own.slice(0, best));
}

interface Candidate {
  readonly beginning: Beginning;
  readonly symbol: number;
  readonly score: number;
  readonly row: number;
}

/** More than what is lost by rounding. */
const MARGIN = 1e-6;

/** Keeps the `most` likeliest continuations, best first; of equal ones those that came first. */
function leading(most: number): {
  readonly list: readonly Candidate[];
  take(scores: Float32Array, beginning: Beginning, row: number): void;
} {
  const list: Candidate[] = [];
  return {
    list,
    take(scores, beginning, row) {
      const before = beginning.score;
      // Nearly all symbols are passed over by the first test: below what any candidate must have, but for rounding.
      let least = list.length < most ? -Infinity : list[most - 1].score - before - MARGIN;
      for (let symbol = 0; symbol < scores.length; symbol++) {
        if (!(scores[symbol] >= least)) continue;
        const score = before + scores[symbol];
        if (!(score > (list.length < most ? -Infinity : list[most - 1].score))) continue;
        let at = list.length;
        while (at > 0 && list[at - 1].score < score) at--;
        list.splice(at, 0, { beginning, symbol, score, row });
        if (list.length > most) list.pop();
        if (list.length === most) least = list[most - 1].score - before - MARGIN;
      }
    },
  };
}
