import { spanScores } from '../../data/tags/spanScores.ts';
import { formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import type { EncodedSentence } from './encoder.ts';
import type { Lexicon } from './lexicon.ts';

/** Tags and labels that were given to sentences. */
export interface Given {
  readonly tags: readonly ArrayLike<number>[];
  readonly labels: readonly number[];
}

/** Scores by their names, shares in percent; the first is the one to look at. */
export function tagScores(
  { tags, scheme, labels }: Lexicon,
  sentences: readonly EncodedSentence[],
  given: Given,
): Record<string, number> {
  let [tokens, right, unseen, unseenRight, whole, rightLabels] = [0, 0, 0, 0, 0, 0];
  sentences.forEach((sentence, k) => {
    let wrong = 0;
    sentence.tags?.forEach((tag, t) => {
      const isRight = tag === given.tags[k][t];
      tokens++;
      right += Number(isRight);
      wrong += Number(!isRight);
      if (sentence.words[t] !== 0) return;
      unseen++;
      unseenRight += Number(isRight);
    });
    const labelRight = labels.length === 0 || sentence.label === given.labels[k];
    rightLabels += Number(labelRight);
    whole += Number(wrong === 0 && labelRight);
  });
  const percent = (part: number, all: number): number => (all === 0 ? Number.NaN : (100 * part) / all);
  const names = (ids: ArrayLike<number>): string[] => Array.from(ids, (id) => tags[id]);
  const spans =
    scheme === 'none'
      ? undefined
      : spanScores(
          sentences.map((sentence) => sentence.tagNames ?? []),
          given.tags.map(names),
        );
  return {
    ...(spans && { F1: 100 * spans.f1, precision: 100 * spans.precision, recall: 100 * spans.recall }),
    accuracy: percent(right, tokens),
    ...(!spans && { 'unknown words': percent(unseenRight, unseen) }),
    ...(labels.length > 0 && { label: percent(rightLabels, sentences.length) }),
    sentences: percent(whole, sentences.length),
  };
}

/** What a word's most frequent tag and the most frequent label give. */
export const baselineOf = ({ usualTags }: Lexicon, sentences: readonly EncodedSentence[]): Given => ({
  tags: sentences.map(({ words }) => words.map((word) => usualTags[word])),
  labels: sentences.map(() => 0),
});

/** The model beside the baseline. */
export function tagEvaluation(
  lexicon: Lexicon,
  sentences: readonly EncodedSentence[],
  given: Given,
): Evaluation {
  const model = tagScores(lexicon, sentences, given);
  const baseline = tagScores(lexicon, sentences, baselineOf(lexicon, sentences));
  const tokens = sentences.reduce((sum, { words }) => sum + words.length, 0);
  return {
    title: 'Tags of tokens, in percent',
    columns: Object.keys(model),
    rows: [
      { name: 'tag', values: Object.values(model) },
      { name: 'most frequent', values: Object.values(baseline) },
    ],
    notes: [
      `${formatQuantity(sentences.length, 'sentence')}, ${formatQuantity(tokens, 'token')}. The baseline gives each word the tag that it most often has in the training data.`,
    ],
  };
}
