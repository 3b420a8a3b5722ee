import { splitWords } from '../text/splitWords.ts';
import { checkReferences } from './checkReferences.ts';
import { editDistance } from './editDistance.ts';

/** How far answers are from their references; each answer is compared with the reference nearest to it. */
export interface ErrorRate {
  /** `errors / length`: 0 is perfect, and more than 1 is possible. */
  readonly rate: number;
  /** Insertions, deletions and replacements. */
  readonly errors: number;
  /** Symbols of the nearest references. */
  readonly length: number;
  /** The share of answers without any error. */
  readonly exact: number;
}

/**
 * The error rate of sequences of symbols: of phonemes, labels, characters. Of several references, as the pronunciations
 * of a word, the one with the fewest errors counts, of equal ones the longest. Throws `bad-argument` where references
 * are missing.
 */
export function errorRate<T>(
  given: readonly ArrayLike<T>[],
  references: readonly (readonly ArrayLike<T>[])[],
): ErrorRate {
  checkReferences('errorRate', given, references);
  let [errors, length, exact] = [0, 0, 0];
  given.forEach((answer, k) => {
    const distances = references[k].map((reference) => editDistance(answer, reference));
    const fewest = Math.min(...distances);
    const nearest = references[k].filter((_, r) => distances[r] === fewest);
    errors += fewest;
    length += Math.max(...nearest.map((reference) => reference.length));
    exact += Number(fewest === 0);
  });
  return { rate: errors === 0 ? 0 : errors / length, errors, length, exact: exact / given.length };
}

/** The word error rate of texts, whose words stand between white space. */
export function wordErrorRate(
  given: readonly string[],
  references: readonly (readonly string[])[],
): ErrorRate {
  return errorRate(
    given.map(splitWords),
    references.map((texts) => texts.map(splitWords)),
  );
}
