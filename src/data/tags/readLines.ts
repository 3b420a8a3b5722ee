import type { TaggedSentence } from './taggedSentence.ts';

/** Words (with apostrophes and hyphens inside), numbers, and single signs. */
const token = /\p{L}[\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*|\p{N}+(?:[.,:]\p{N}+)*|[^\s]/gu;

/** Plain text: every line is a sentence, split into words, numbers and signs. */
export function readLines(text: string, file: string): TaggedSentence[] {
  return text.split(/\r?\n/).flatMap((line, k) => {
    const tokens = line.match(token) ?? [];
    return tokens.length === 0 ? [] : [{ tokens, file, lines: [k + 1] }];
  });
}
