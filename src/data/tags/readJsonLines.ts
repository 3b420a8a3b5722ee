import type { BadLines } from './badLines.ts';
import type { TaggedSentence } from './taggedSentence.ts';

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');

/** A sentence per line: {"tokens": [...], "tags": [...], "label": "..."}; tags and label may be left out. */
export function readJsonLines(text: string, file: string, bad: BadLines): TaggedSentence[] {
  const sentences: TaggedSentence[] = [];
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === '') return;
    const remedy =
      'Give {"tokens": [...], "tags": [...]} with a tag for each token, and if need be a "label"';
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      bad.report(file, k + 1, 'it is not JSON', remedy);
      return;
    }
    const { tokens, tags, label }: Record<string, unknown> = Object(value);
    if (!isStrings(tokens) || tokens.length === 0)
      bad.report(file, k + 1, '"tokens" is no list of words', remedy);
    else if (tags !== undefined && !isStrings(tags))
      bad.report(file, k + 1, '"tags" is no list of names', remedy);
    else if (tags !== undefined && tags.length !== tokens.length)
      bad.report(file, k + 1, `${tags.length} tags for ${tokens.length} tokens`, remedy);
    else if (label !== undefined && typeof label !== 'string')
      bad.report(file, k + 1, '"label" is no name', remedy);
    else
      sentences.push({
        tokens,
        ...(tags && { tags }),
        ...(label !== undefined && { label }),
        file,
        lines: [k + 1],
      });
  });
  return sentences;
}
