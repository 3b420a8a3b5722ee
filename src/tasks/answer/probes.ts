import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { AnswerModel } from './answerModel.ts';
import type { QuestionEncoder } from './encoder.ts';

/** How many probes, their facts at most, and how many scores of each are kept. */
const PROBES = 3;
const FACTS = 24;
const SCORES = 32;

/** The scores of the answers, the first few of them; `input`: facts, and last the question. */
export function probeModel(
  context: Context,
  model: AnswerModel,
  encode: QuestionEncoder,
  input: readonly string[],
): number[] {
  const question = encode({ facts: input.slice(0, -1), question: input[input.length - 1] });
  return context.step(() =>
    noGradient(context, () =>
      Array.from(
        model
          .run({ questions: [question] })
          .answers.toArray()
          .slice(0, SCORES),
      ),
    ),
  );
}

/** Questions of the training data with the model's scores. */
export function probesOf(
  context: Context,
  model: AnswerModel,
  encode: QuestionEncoder,
  questions: readonly StoryQuestion[],
): ModelManifest['probes'] {
  return questions.slice(0, PROBES).map(({ facts, question }) => {
    const input = [...facts.slice(-FACTS), question];
    return { input, output: probeModel(context, model, encode, input) };
  });
}
