/** Scores of classes, as shares; 0 where there is nothing to divide by. */
export interface ClassScores {
  /** Items whose classes are all right and complete. */
  readonly accuracy: number;
  /** The mean F1 of the classes that occur, in the truth or among the answers. */
  readonly macroF1: number;
  /** F1 of all decisions together. */
  readonly microF1: number;
  /** [K] */
  readonly classes: readonly {
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    /** How many items are of this class. */
    readonly count: number;
  }[];
}

/** Scores of N items of K classes, of which each may have several: `truth` and `given` are [N, K], 1 where it is one. */
export function classScores(truth: Uint8Array, given: Uint8Array, K: number): ClassScores {
  const [right, wanted, found] = [
    new Array<number>(K).fill(0),
    new Array<number>(K).fill(0),
    new Array<number>(K).fill(0),
  ];
  let exact = 0;
  const items = truth.length / K;
  for (let item = 0; item < items; item++) {
    let wrong = 0;
    for (let k = 0; k < K; k++) {
      const [is, says] = [truth[item * K + k], given[item * K + k]];
      wanted[k] += is;
      found[k] += says;
      right[k] += is & says;
      wrong += is ^ says;
    }
    exact += Number(wrong === 0);
  }
  const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);
  const classes = right.map((hits, k) => ({
    precision: share(hits, found[k]),
    recall: share(hits, wanted[k]),
    f1: share(2 * hits, found[k] + wanted[k]),
    count: wanted[k],
  }));
  const seen = classes.filter((_, k) => wanted[k] + found[k] > 0);
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  return {
    accuracy: share(exact, items),
    macroF1: share(
      seen.reduce((sum, { f1 }) => sum + f1, 0),
      seen.length,
    ),
    microF1: share(2 * total(right), total(found) + total(wanted)),
    classes,
  };
}
