import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import { type AnswerLexicon, wordsOf } from './lexicon.ts';

/** A question in numbers. Sentences of the same text are the same array: each is read once in a batch. */
export interface EncodedQuestion {
  /** Words of each fact. */
  readonly facts: readonly Int32Array[];
  readonly question: Int32Array;
  /** -1 where it is not known. */
  readonly answer: number;
}

export type QuestionEncoder = (
  question: Pick<StoryQuestion, 'facts' | 'question' | 'answer'>,
) => EncodedQuestion;

/** Encodes questions by a lexicon. */
export function questionEncoder(lexicon: AnswerLexicon): QuestionEncoder {
  const words = new Map(lexicon.words.map((word, id) => [word, id]));
  const answers = new Map(lexicon.answers.map((answer, id) => [answer, id]));
  const sentences = new Map<string, Int32Array>();
  const encode = (sentence: string): Int32Array => {
    let ids = sentences.get(sentence);
    if (!ids)
      sentences.set(sentence, (ids = Int32Array.from(wordsOf(sentence), (word) => words.get(word) ?? 0)));
    return ids;
  };
  return ({ facts, question, answer }) => ({
    facts: facts.map(encode),
    question: encode(question),
    answer: answer === undefined ? -1 : (answers.get(answer) ?? -1),
  });
}
