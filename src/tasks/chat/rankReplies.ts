import { sample } from '../../nn/search/sample.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { logSoftmax } from '../../tensor/operations/logSoftmax.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Decoding } from './decoding.ts';
import type { History } from './dialogEncoder.ts';
import type { ReplyRanker } from './replyRanker.ts';

/** A candidate, and the logarithm of its probability among all. */
export interface Ranked {
  readonly candidate: number;
  readonly score: number;
}

const BATCH = 64;

/**
 * The best of the candidates with `vectors` [M, D] for each history, best first, or one that is drawn by probability. `keys`:
 * what draws are keyed by, for each history.
 */
export function rankReplies(
  context: Context,
  ranker: ReplyRanker,
  histories: readonly History[],
  vectors: Tensor,
  { best, sampling }: Pick<Decoding, 'best' | 'sampling'>,
  keys: readonly number[] = histories.map((_, k) => k),
): Ranked[][] {
  const [count] = vectors.shape;
  const ranked: Ranked[][] = [];
  for (let from = 0; from < histories.length; from += BATCH) {
    const some = histories.slice(from, from + BATCH);
    const scores = context.step(() =>
      noGradient(context, () => logSoftmax(ranker.scores(some, vectors)).toArray()),
    );
    some.forEach((_, k) => {
      const own = scores.subarray(k * count, (k + 1) * count);
      const order = sampling
        ? [sample(own, uniform(stream(sampling.seed, keys[from + k]), 0), sampling)]
        : leading(own, best);
      ranked.push(order.map((candidate) => ({ candidate, score: own[candidate] })));
    });
  }
  return ranked;
}

/** The places of the highest scores, of equal ones the first. */
function leading(scores: ArrayLike<number>, most: number): number[] {
  if (most > 1)
    return Array.from(scores, (_, k) => k)
      .sort((a, b) => scores[b] - scores[a] || a - b)
      .slice(0, most);
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k] > scores[best]) best = k;
  return [best];
}
