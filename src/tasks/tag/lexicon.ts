import type { Scheme } from '../../data/tags/scheme.ts';
import type { TaggedSentence } from '../../data/tags/taggedSentence.ts';
import type { TagData } from './data.ts';

/** All that training data gives a tagger besides weights: part of model.json. Index 0 of words and characters: unknown. */
export type Lexicon = {
  /** In lower case. */
  readonly words: readonly string[];
  /** How often each word occurs in the training data; 0 for one that only has a pretrained vector. */
  readonly counts: readonly number[];
  /** The most frequent tag of each word, of the unknown one that of all: the baseline. */
  readonly usualTags: readonly number[];
  readonly characters: readonly string[];
  readonly tags: readonly string[];
  /** Of whole sentences, the most frequent first; empty where there are none. */
  readonly labels: readonly string[];
  readonly scheme: Scheme;
};

export const UNKNOWN = '<unk>';

const tally = (items: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

const byCount = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([item]) => item);

/** The lexicon of training data. */
export function lexiconOf({ sentences, scheme, vectors }: TagData): Lexicon {
  const tags = byCount(tally(sentences.flatMap((sentence) => sentence.tags ?? [])));
  const counts = tally(sentences.flatMap(({ tokens }) => tokens.map((token) => token.toLowerCase())));
  const characters = byCount(
    tally(sentences.flatMap(({ tokens }) => tokens.flatMap((token) => Array.from(token)))),
  );
  const seen = byCount(counts);
  const words = [
    UNKNOWN,
    ...seen,
    ...(vectors?.words ?? []).filter((word) => !counts.has(word) && word !== UNKNOWN),
  ];
  return {
    words,
    counts: words.map((word, k) => (k === 0 ? 0 : (counts.get(word) ?? 0))),
    usualTags: usualTags(words, tags, sentences),
    characters: [UNKNOWN, ...characters],
    tags,
    labels: byCount(tally(sentences.flatMap(({ label }) => (label === undefined ? [] : [label])))),
    scheme,
  };
}

function usualTags(
  words: readonly string[],
  tags: readonly string[],
  sentences: readonly TaggedSentence[],
): number[] {
  const ids = new Map(tags.map((tag, id) => [tag, id]));
  const seen = new Map<string, number[]>();
  for (const sentence of sentences) {
    sentence.tokens.forEach((token, k) => {
      const word = token.toLowerCase();
      const counts = seen.get(word) ?? new Array<number>(tags.length).fill(0);
      counts[ids.get(sentence.tags?.[k] ?? '') ?? 0]++;
      seen.set(word, counts);
    });
  }
  return words.map((word, k) => {
    const counts = k === 0 ? undefined : seen.get(word);
    return counts ? counts.indexOf(Math.max(...counts)) : 0;
  });
}
