import { fail } from '../../support/errors.ts';

export interface Sampling {
  /** Divides the scores: below 1 bolder, above 1 wilder; 0 always takes the likeliest. Default 1. */
  readonly temperature?: number;
  /** Only the k likeliest symbols. */
  readonly topK?: number;
  /** Only the likeliest symbols that together reach this probability (nucleus sampling, Holtzman et al., 2020). */
  readonly topP?: number;
}

/** Throws `bad-argument` for what cannot be meant. */
export function checkSampling({ temperature = 1, topK, topP }: Sampling): void {
  if (!(temperature >= 0 && Number.isFinite(temperature))) {
    fail('bad-argument', 'sampling', `temperature is ${temperature}`, 'Give a number of at least 0');
  }
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1)) {
    fail('bad-argument', 'sampling', `topK is ${topK}`, 'Give a whole number of at least 1');
  }
  if (topP !== undefined && !(topP > 0 && topP <= 1)) {
    fail('bad-argument', 'sampling', `topP is ${topP}`, 'Give a number above 0 and at most 1');
  }
}

/**
 * A symbol drawn by scores [V] (unnormalised log-probabilities; -Infinity never), with `uniform` in [0, 1). Symbols
 * are ranked by score, equal ones by number, so the same numbers give the same symbol everywhere. Throws `bad-argument`,
 * and `not-finite` where no score is a number above -Infinity.
 */
export function sample(scores: ArrayLike<number>, uniform: number, options: Sampling = {}): number {
  checkSampling(options);
  const { temperature = 1, topK = scores.length, topP = 1 } = options;
  const ranked = Array.from({ length: scores.length }, (_, symbol) => symbol)
    .filter((symbol) => scores[symbol] > -Infinity)
    .sort((a, b) => scores[b] - scores[a] || a - b);
  if (ranked.length === 0) {
    fail(
      'not-finite',
      'sample',
      `none of ${scores.length} scores is a number above -Infinity`,
      'Look for NaN in the weights of the model, and leave at least one symbol possible',
    );
  }
  if (temperature === 0) return ranked[0];
  const kept = ranked.slice(0, topK);
  const weights = kept.map((symbol) => Math.exp((scores[symbol] - scores[kept[0]]) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let nucleus = 0;
  let mass = 0;
  while (nucleus < kept.length && (nucleus === 0 || mass < topP * total)) mass += weights[nucleus++];
  let left = uniform * mass;
  for (let k = 0; k < nucleus; k++) {
    left -= weights[k];
    if (left < 0) return kept[k];
  }
  return kept[nucleus - 1];
}
