import { editDistance } from '../../data/score/editDistance.ts';

/** Errors of translations, in percent. */
export interface TranslateScores {
  /** Without any error. */
  readonly exact: number;
  /** Insertions, deletions and replacements, by symbol of the references. */
  readonly symbolErrors: number;
}

/**
 * Scores translations as lists of symbols. `references[k]`: what any of is right; the nearest of them is the one that
 * errors are counted against.
 */
export function translateScores(
  references: readonly (readonly (readonly string[])[])[],
  given: readonly (readonly string[])[],
): TranslateScores {
  let [errors, symbols, exact] = [0, 0, 0];
  references.forEach((right, k) => {
    const distances = right.map((reference) => editDistance(reference, given[k]));
    const nearest = distances.indexOf(Math.min(...distances));
    errors += distances[nearest];
    symbols += right[nearest].length;
    exact += Number(distances[nearest] === 0);
  });
  const count = Math.max(1, references.length);
  return { exact: (100 * exact) / count, symbolErrors: (100 * errors) / Math.max(1, symbols) };
}
