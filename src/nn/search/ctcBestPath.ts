/** A labelling that connectionist temporal classification found: labels from 1 on, and the logarithm of its score. */
export interface Labelling {
  readonly labels: readonly number[];
  readonly score: number;
}

/**
 * Best path decoding (Graves et al., 2006): the likeliest class of every step, repeats merged and blanks (class 0)
 * removed. `logProbabilities` [T, K]. `score` is that of the one path; of equals the lower class.
 */
export function ctcBestPath(logProbabilities: ArrayLike<number>, classes: number): Labelling {
  const labels: number[] = [];
  let score = 0;
  let before = 0;
  for (let row = 0; row < logProbabilities.length; row += classes) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logProbabilities[row + k] > logProbabilities[row + best]) best = k;
    }
    score += logProbabilities[row + best];
    if (best !== 0 && best !== before) labels.push(best);
    before = best;
  }
  return { labels, score };
}
