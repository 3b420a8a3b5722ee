import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import { splitText, unknownSymbol } from '../../data/text/splitText.ts';

/** All that training data gives besides weights: part of model.json. */
export type AnswerLexicon = {
  /** In lower case; index 0: unknown. */
  readonly words: readonly string[];
  /** How often each word occurs in the sentences of the training data, each of which counts once. */
  readonly counts: readonly number[];
  /** What was an answer, the most frequent first: words, or phrases as they were written. */
  readonly answers: readonly string[];
};

/** The words, numbers and signs of a sentence in lower case, without the sign that ends it. */
export function wordsOf(sentence: string): string[] {
  const words = splitText(sentence.toLowerCase(), 'word')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const ends = words.length > 1 && /^[.?!]$/.test(words[words.length - 1]);
  return ends ? words.slice(0, -1) : words;
}

const byCount = (items: Iterable<string>): [string, number][] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

/** The lexicon of questions to learn from. */
export function lexiconOf(questions: readonly StoryQuestion[]): AnswerLexicon {
  const sentences = new Set(questions.flatMap(({ facts, question }) => [...facts, question]));
  const words = byCount([...sentences].flatMap(wordsOf)).filter(([word]) => word !== unknownSymbol);
  return {
    words: [unknownSymbol, ...words.map(([word]) => word)],
    counts: [0, ...words.map(([, count]) => count)],
    answers: byCount(questions.flatMap(({ answer }) => answer ?? [])).map(([answer]) => answer),
  };
}
