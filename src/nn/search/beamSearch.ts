import { fail } from '../../support/errors.ts';
import { constrain } from './constrain.ts';
import type { Hypothesis, NextScores, Writing } from './hypothesis.ts';
import { leading } from './leading.ts';

export interface BeamOptions {
  /** Beginnings that are kept of each sequence. */
  readonly beam: number;
  /** How many hypotheses are given of each sequence: at most `beam`. Default 1. */
  readonly best?: number;
  /** alpha of ((5 + length) / 6)^alpha, by which log-probabilities are divided (Wu et al., 2016). Default 0: not at all. */
  readonly lengthPenalty?: number;
  /** Groups of beginnings that are to differ: each has its share of `beam`, which they divide evenly. Default 1. */
  readonly groups?: number;
  /**
   * What a symbol costs for each beginning of an earlier group that goes on with it at the same step. It decides which
   * beginnings are kept, and is no part of the score. Default 0.5.
   */
  readonly diversity?: number;
}

/** A beginning that may go on. */
interface Beginning {
  readonly sequence: number;
  readonly symbols: readonly number[];
  /** Its log-probability. */
  readonly score: number;
  /** Where its state is: a row of the last call. */
  readonly row: number;
}

/** Beginnings of a sequence that compete with each other, and what has come of them. */
interface Group {
  live: readonly Beginning[];
  found: readonly Hypothesis[];
}

/**
 * Beam search: of every sequence the `beam` likeliest beginnings go on at each step, until as many hypotheses have come
 * to their end and none of the beginnings scores better than they do, or the length is at its bound. The beginnings of
 * all sequences take a step together. Gives the best of each sequence, best first. Equal ones come in the order of their
 * beginnings, then of their symbols. With `groups` it is diverse beam search with Hamming diversity (Vijayakumar et al., 2016). Throws
 * `bad-argument`.
 */
export function beamSearch(
  next: NextScores,
  writing: Writing,
  { beam, best = 1, lengthPenalty = 0, groups = 1, diversity = 0.5 }: BeamOptions,
): Hypothesis[][] {
  if (beam % groups !== 0) {
    const what = `${groups} groups of a beam of ${beam}`;
    fail('bad-argument', 'beamSearch', what, 'Give a beam that they divide evenly');
  }
  const width = beam / groups;
  // As many as are kept, had each its end, and those that an earlier group may have made dear.
  const reach = 2 * width + (beam - width);
  const { count, begin, end, bounds } = writing;
  const penalty = (length: number): number => ((5 + length) / 6) ** lengthPenalty;
  const searched = Array.from({ length: count }, (_, k) =>
    Array.from(
      { length: groups },
      (): Group => ({
        live: [{ sequence: k, symbols: [], score: 0, row: k }],
        found: [],
      }),
    ),
  );
  for (let t = 0; ; t++) {
    const all = searched.flat().flatMap(({ live }) => live);
    if (all.length === 0) break;
    const { symbols: foremost, scores } = next(
      Int32Array.from(all, ({ symbols }) => symbols.at(-1) ?? begin),
      Int32Array.from(all, ({ row }) => row),
      (given) => {
        const size = given.rows.length / all.length;
        all.forEach(({ symbols, sequence }, row) => {
          constrain(given.rows.subarray(row * size, (row + 1) * size), symbols, sequence, writing);
        });
        return given.foremost(reach);
      },
    );
    let row = 0;
    searched.forEach((own, k) => {
      const isFull = t + 1 >= bounds[k];
      const costs = new Map<number, number>();
      for (const group of own) {
        const candidates = leading<Beginning>(2 * width, costs);
        for (const beginning of group.live) {
          const [from, to] = [row * reach, (row + 1) * reach];
          candidates.take(
            { symbols: foremost.subarray(from, to), scores: scores.subarray(from, to) },
            beginning,
            row,
          );
          row++;
        }
        const going: Beginning[] = [];
        const found = [...group.found];
        candidates.list.forEach(({ beginning, symbol, score, row: at }, rank) => {
          const { symbols } = beginning;
          if (symbol === end || isFull) {
            const written = symbol === end ? symbols : [...symbols, symbol];
            const ranked = score / penalty(written.length + Number(symbol === end));
            if (rank < width) found.push({ symbols: written, score: ranked, ended: symbol === end });
          } else if (going.length < width) {
            going.push({ sequence: k, symbols: [...symbols, symbol], score, row: at });
          }
        });
        group.found = bestOf(found, width);
        const top = Math.max(...going.map(({ score }) => score));
        const isBeaten = group.found.length === width && top / penalty(t + 1) <= group.found[width - 1].score;
        group.live = isBeaten || isFull ? [] : going;
        for (const { symbols } of group.live) {
          const last = symbols[symbols.length - 1];
          costs.set(last, (costs.get(last) ?? 0) + diversity);
        }
      }
    });
  }
  return searched.map((own) => bestOf(distinct(own.flatMap(({ found }) => found)), best));
}

/** The best of hypotheses, best first; of equals those that came first. */
const bestOf = (hypotheses: readonly Hypothesis[], most: number): Hypothesis[] =>
  hypotheses.toSorted((a, b) => b.score - a.score).slice(0, most);

/** What several groups have found, once. */
const distinct = (hypotheses: readonly Hypothesis[]): Hypothesis[] => [
  ...new Map(hypotheses.map((one) => [`${one.symbols.join()}${one.ended ? '.' : ''}`, one])).values(),
];
