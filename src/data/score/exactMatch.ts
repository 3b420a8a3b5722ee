import { checkReferences } from './checkReferences.ts';

/**
 * The share of answers that equal one of their references. `normalize` says what does not matter, as
 * `(text) => text.toLowerCase()`. Throws `bad-argument` where references are missing.
 */
export function exactMatch(
  given: readonly string[],
  references: readonly (readonly string[])[],
  normalize: (text: string) => string = (text) => text,
): number {
  checkReferences('exactMatch', given, references);
  const right = given.filter((answer, k) => {
    const normal = normalize(answer);
    return references[k].some((reference) => normalize(reference) === normal);
  });
  return right.length / given.length;
}
