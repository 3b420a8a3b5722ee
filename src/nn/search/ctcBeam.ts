import { fail } from '../../support/errors.ts';
import type { Labelling } from './ctcBestPath.ts';

/** A prefix of labels, and the logarithms of the probabilities of its paths, by what they end in. */
interface Prefix {
  /** 0: of the empty prefix. */
  readonly label: number;
  readonly parent: Prefix | undefined;
  readonly longer: (Prefix | undefined)[];
  /** Ending in a blank, and in the label. */
  blank: number;
  ending: number;
  nextBlank: number;
  nextEnding: number;
  /** The last step at which it was reached. */
  step: number;
}

const logAdd = (a: number, b: number): number => {
  const top = Math.max(a, b);
  return top === -Infinity ? top : top + Math.log1p(Math.exp(Math.min(a, b) - top));
};

const prefix = (label: number, parent: Prefix | undefined): Prefix => ({
  label,
  parent,
  longer: [],
  blank: -Infinity,
  ending: -Infinity,
  nextBlank: -Infinity,
  nextEnding: -Infinity,
  step: -1,
});

/**
 * Prefix beam search (Graves and Jaitly, 2014; Hannun et al., 2014): the `count` likeliest labellings, best first, where
 * all paths of a labelling count together. `logProbabilities` [T, K], class 0 the blank; `width` prefixes are kept at each
 * step. `score`: the logarithm of what the kept paths sum to, exact where nothing was dropped. Throws `bad-argument`.
 */
export function ctcBeam(
  logProbabilities: ArrayLike<number>,
  classes: number,
  { width = 8, count = 1 }: { readonly width?: number; readonly count?: number } = {},
): Labelling[] {
  if (!(width >= count && count >= 1)) {
    fail(
      'bad-argument',
      'ctcBeam',
      `width is ${width} and count is ${count}`,
      'Give a width of at least count, 1',
    );
  }
  const root = prefix(0, undefined);
  root.blank = 0;
  let beam = [root];
  for (let step = 0; (step + 1) * classes <= logProbabilities.length; step++) {
    const row = step * classes;
    const reached: Prefix[] = [];
    const reach = (one: Prefix): Prefix => {
      if (one.step !== step) {
        one.step = step;
        one.nextBlank = -Infinity;
        one.nextEnding = -Infinity;
        reached.push(one);
      }
      return one;
    };
    for (const kept of beam) {
      const { label, blank, ending } = kept;
      const all = logAdd(blank, ending);
      reach(kept);
      kept.nextBlank = logAdd(kept.nextBlank, all + logProbabilities[row]);
      if (label > 0) kept.nextEnding = logAdd(kept.nextEnding, ending + logProbabilities[row + label]);
      for (let next = 1; next < classes; next++) {
        const longer = reach((kept.longer[next] ??= prefix(next, kept)));
        // The same label again is another one only behind a blank.
        const before = next === label ? blank : all;
        longer.nextEnding = logAdd(longer.nextEnding, before + logProbabilities[row + next]);
      }
    }
    for (const one of reached) {
      one.blank = one.nextBlank;
      one.ending = one.nextEnding;
    }
    beam = best(reached, width);
  }
  return best(beam, count).map((one) => ({ labels: labelsOf(one), score: logAdd(one.blank, one.ending) }));
}

/** The likeliest, best first; of equals the one that was reached first. */
function best(reached: readonly Prefix[], count: number): Prefix[] {
  const scored = reached.map((one) => ({ one, score: logAdd(one.blank, one.ending) }));
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ one }) => one);
}

function labelsOf(last: Prefix): number[] {
  const labels: number[] = [];
  for (let at = last; at.parent; at = at.parent) labels.push(at.label);
  return labels.reverse();
}
