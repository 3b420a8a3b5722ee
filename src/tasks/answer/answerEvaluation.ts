import { exactMatch } from '../../data/score/exactMatch.ts';
import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import { formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import type { AnswerLexicon } from './lexicon.ts';

/** The share of answers that are right, in percent. */
export const accuracyOf = (given: readonly string[], questions: readonly StoryQuestion[]): number =>
  100 *
  exactMatch(
    given,
    questions.map(({ answer }) => (answer === undefined ? [] : [answer])),
  );

/** The model beside who always gives the most frequent answer of the training data; by file where there are several. */
export function answerEvaluation(
  { answers }: AnswerLexicon,
  questions: readonly StoryQuestion[],
  given: readonly string[],
): Evaluation {
  const known = new Set(answers);
  const unseen = questions.filter(({ answer = '' }) => !known.has(answer)).length;
  const usual = questions.map(() => answers[0]);
  const files = [...new Set(questions.map(({ file }) => file))];
  const rows = files.map((name) => {
    const own = questions.flatMap(({ file }, k) => (file === name ? [k] : []));
    const some = own.map((k) => questions[k]);
    const of = (all: readonly string[]): number =>
      accuracyOf(
        own.map((k) => all[k]),
        some,
      );
    return { name, values: [of(given), of(usual), own.length] };
  });
  const mean = rows.reduce((sum, { values }) => sum + values[0], 0) / rows.length;
  const meanUsual = rows.reduce((sum, { values }) => sum + values[1], 0) / rows.length;
  const several = files.length > 1;
  return {
    title: 'Answers, in percent',
    columns: ['accuracy', ...(several ? ['mean by file'] : [])],
    rows: [
      { name: 'answer', values: [accuracyOf(given, questions), ...(several ? [mean] : [])] },
      { name: 'most frequent', values: [accuracyOf(usual, questions), ...(several ? [meanUsual] : [])] },
    ],
    notes: [
      `${formatQuantity(questions.length, 'question')}. The baseline always gives the most frequent answer of the training data.`,
      ...(unseen > 0
        ? [`${formatQuantity(unseen, 'answer')} not in the training data: counted as wrong.`]
        : []),
    ],
    ...(several && {
      tables: [{ title: 'By file', columns: ['accuracy', 'most frequent', 'questions'], rows }],
    }),
  };
}
