import { describe, expect, it } from 'vitest';
import { beamSearch } from '../../../src/nn/search/beamSearch.ts';
import type { NextScores, Writing } from '../../../src/nn/search/hypothesis.ts';
import { oneByOne } from '../../../src/nn/search/oneByOne.ts';
import { stepScores } from './stepScores.ts';
import { normal, stream } from '../../../src/support/random.ts';

const [BEGIN, END, V] = [0, 1, 5];

/** The log-probabilities of what follows `symbols` in sequence k: drawn, the same for the same beginning. */
function following(k: number, symbols: readonly number[]): Float32Array {
  const scores = Array.from({ length: V }, (_, symbol) =>
    symbol === BEGIN ? -Infinity : 1.5 * normal(stream(9, k, ...symbols), symbol),
  );
  const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  return Float32Array.from(scores, (score) => score - total);
}

/** A model with that distribution, whose state is what it has read. */
function model(): NextScores {
  let states: { readonly k: number; readonly symbols: readonly number[] }[] | undefined;
  return (symbols, parents, use) => {
    states = Array.from(parents, (parent, row) => {
      const from = states?.[parent] ?? { k: parent, symbols: [] };
      return symbols[row] === BEGIN ? from : { k: from.k, symbols: [...from.symbols, symbols[row]] };
    });
    const rows = states.flatMap(({ k, symbols: read }) => Array.from(following(k, read)));
    return use(stepScores(Float32Array.from(rows), states.length));
  };
}

const writing = (count: number, bound: number): Writing => ({
  count,
  begin: BEGIN,
  end: END,
  bounds: new Array<number>(count).fill(bound),
});

/** All that can be written of sequence k within the bound, with their log-probabilities, best first. */
function everything(
  k: number,
  bound: number,
  symbols: readonly number[] = [],
  score = 0,
): [string, number][] {
  const next = following(k, symbols);
  return [2, 3, 4]
    .flatMap((symbol): [string, number][] => {
      const longer = [...symbols, symbol];
      const sum = score + next[symbol];
      return longer.length === bound ? [[longer.join(''), sum]] : everything(k, bound, longer, sum);
    })
    .concat([[`${symbols.join('')}.`, score + next[END]]])
    .sort((a, b) => b[1] - a[1]);
}

describe('beam search', () => {
  it('of one is greedy search', () => {
    const beams = beamSearch(model(), writing(20, 8), { beam: 1 });
    expect(beams.map(([first]) => first)).toEqual(oneByOne(model(), writing(20, 8)));
    expect(new Set(beams.map(([{ ended }]) => ended))).toEqual(new Set([true, false]));
  });

  it('wide enough finds the best of all that can be written, in order', () => {
    for (const k of [0, 1, 2]) {
      const all = everything(k, 3);
      const beams = beamSearch(model(), writing(3, 3), { beam: 100, best: 10 })[k];
      const found = beams.map(({ symbols, score, ended }) => [
        `${symbols.join('')}${ended ? '.' : ''}`,
        score,
      ]);
      expect(found.map(([text]) => text)).toEqual(all.slice(0, 10).map(([text]) => text));
      found.forEach(([, score], place) => expect(score).toBeCloseTo(all[place][1], 5));
    }
  });

  it('gives falling scores, and the same of a sequence alone as among others', () => {
    const options = { beam: 3, best: 3, lengthPenalty: 0.7 };
    const all = beamSearch(model(), writing(10, 9), options);
    for (const own of all) {
      const ranked = own.map(({ score }) => score);
      expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
    }
    const third: NextScores = (() => {
      const next = model();
      let first = true;
      return (symbols, parents, use) => {
        const rows = first ? parents.map(() => 2) : parents;
        first = false;
        return next(symbols, rows, use);
      };
    })();
    expect(beamSearch(third, writing(1, 9), options)[0]).toEqual(all[2]);
  });

  it('does not give up a likely beginning for many unlikely ends', () => {
    // Nearly sure of 2 2 2 2 and the end; all else ends at once.
    const sure: NextScores = (() => {
      let written: readonly number[][] = [];
      return (symbols, parents, use) => {
        written = Array.from(parents, (parent, row) => [...(written[parent] ?? []), symbols[row]]);
        const rows = written.flatMap((own) => {
          const isRight = own.slice(1).every((symbol) => symbol === 2);
          const likely = isRight && own.length < 5 ? 2 : END;
          return Array.from({ length: V }, (_, symbol) => Math.log(symbol === likely ? 0.96 : 0.01));
        });
        return use(stepScores(Float32Array.from(rows), written.length));
      };
    })();
    const [[first]] = beamSearch(sure, writing(1, 9), { beam: 3 });
    expect(first).toMatchObject({ symbols: [2, 2, 2, 2], ended: true });
  });

  it('divides log-probabilities by the length penalty', () => {
    const one = writing(1, 6);
    const [[plain], [ranked]] = [0, 2].map(
      (lengthPenalty) => beamSearch(model(), one, { beam: 1, lengthPenalty })[0],
    );
    const length = plain.symbols.length + Number(plain.ended);
    expect(ranked.score).toBeCloseTo(plain.score / ((5 + length) / 6) ** 2, 6);
  });

  it('keeps to prefixes and repeats no n symbols', () => {
    const forced = beamSearch(
      model(),
      { ...writing(4, 9), prefixes: [[2, 2], [3], [], [4, 2, 4]] },
      { beam: 3 },
    );
    expect(forced[0][0].symbols.slice(0, 2)).toEqual([2, 2]);
    expect(forced[1][0].symbols[0]).toBe(3);
    expect(forced[3][0].symbols.slice(0, 3)).toEqual([4, 2, 4]);
    const pairs = (symbols: readonly number[]): string[] =>
      symbols.slice(1).map((s, t) => `${symbols[t]} ${s}`);
    const repeats = (all: readonly (readonly number[])[]): number =>
      all.filter((symbols) => new Set(pairs(symbols)).size < pairs(symbols).length).length;
    const free = oneByOne(model(), writing(60, 20)).map(({ symbols }) => symbols);
    const held = oneByOne(model(), { ...writing(60, 20), noRepeat: 2 }).map(({ symbols }) => symbols);
    expect(repeats(free)).toBeGreaterThan(5);
    expect(repeats(held)).toBe(0);
  });
});

describe('diverse beam search', () => {
  const first = (symbols: readonly number[]): number => symbols[0] ?? END;

  it('of one group is beam search, whatever differing would cost', () => {
    const options = { beam: 4, best: 4, lengthPenalty: 0.7 };
    const plain = beamSearch(model(), writing(10, 9), options);
    expect(beamSearch(model(), writing(10, 9), { ...options, groups: 1, diversity: 9 })).toEqual(plain);
  });

  it('without a cost finds in each group what a beam of its share does', () => {
    const plain = beamSearch(model(), writing(10, 9), { beam: 2, best: 2 });
    expect(beamSearch(model(), writing(10, 9), { beam: 6, best: 6, groups: 3, diversity: 0 })).toEqual(plain);
  });

  it('makes groups begin differently where that costs much, and scores by probability alone', () => {
    const found = beamSearch(model(), writing(20, 6), { beam: 3, best: 3, groups: 3, diversity: 100 });
    const scoreOf = (k: number, symbols: readonly number[], ended: boolean): number =>
      [...symbols, ...(ended ? [END] : [])].reduce(
        (sum, symbol, t) => sum + following(k, symbols.slice(0, t))[symbol],
        0,
      );
    found.forEach((own, k) => {
      const begun = own.map(({ symbols }) => first(symbols));
      expect(new Set(begun).size).toBe(begun.length);
      const ranked = own.map(({ score }) => score);
      expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
      for (const { symbols, score, ended } of own) expect(score).toBeCloseTo(scoreOf(k, symbols, ended), 5);
    });
    expect(found.some((own) => own.length === 3)).toBe(true);
  });

  it('wants groups of one size', () => {
    expect(() => beamSearch(model(), writing(1, 2), { beam: 4, groups: 3 })).toThrow(
      /3 groups of a beam of 4/,
    );
  });
});
