/** A path through a chain of K tags, and its score. */
export interface Path {
  readonly tags: readonly number[];
  readonly score: number;
}

/** Scores of a chain as plain numbers: emissions [T, K], transitions [K, K], begin [K], end [K]. */
export interface ChainScores {
  readonly emissions: ArrayLike<number>;
  readonly transitions: ArrayLike<number>;
  readonly begin: ArrayLike<number>;
  readonly end: ArrayLike<number>;
}

/** How a path came to a tag: its score so far, and which of the paths of which tag it goes on. */
interface Step {
  readonly score: number;
  readonly tag: number;
  readonly rank: number;
}

/**
 * The `count` best paths, best first (list Viterbi: Seshadri and Sundberg, 1994): every tag keeps as many paths as are
 * asked for. Fewer where there are fewer paths. Of equal paths the lower tags first.
 */
export function bestPaths(
  { emissions, transitions, begin, end }: ChainScores,
  tags: number,
  count: number,
): Path[] {
  const T = emissions.length / tags;
  if (T === 0) return [{ tags: [], score: 0 }];
  const best = (steps: Step[]): Step[] =>
    steps.sort((a, b) => b.score - a.score || a.tag - b.tag || a.rank - b.rank).slice(0, count);
  const lists: Step[][][] = [];
  for (let t = 0; t < T; t++) {
    lists.push(
      Array.from({ length: tags }, (_, k) => {
        const emission = emissions[t * tags + k];
        if (t === 0) return [{ score: begin[k] + emission, tag: -1, rank: 0 }];
        return best(
          lists[t - 1].flatMap((paths, tag) =>
            paths.map(({ score }, rank) => ({
              score: score + transitions[tag * tags + k] + emission,
              tag,
              rank,
            })),
          ),
        );
      }),
    );
  }
  const ends = best(
    lists[T - 1].flatMap((paths, tag) =>
      paths.map(({ score }, rank) => ({ score: score + end[tag], tag, rank })),
    ),
  );
  return ends.map(({ score, tag, rank }) => {
    const path: number[] = [];
    for (let t = T - 1, step = { tag, rank }; t >= 0; t--) {
      path.push(step.tag);
      step = lists[t][step.tag][step.rank];
    }
    return { tags: path.reverse(), score };
  });
}
