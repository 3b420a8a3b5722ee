import type { Context } from '../../tensor/context.ts';
import { softmax } from '../../tensor/operations/softmax.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { AnswerModel } from './answerModel.ts';
import type { EncodedQuestion } from './encoder.ts';

/** What a model says to a question about F facts. */
export interface Found {
  /** [K]: the probability of each answer. */
  readonly probabilities: Float32Array;
  /** The likeliest one. */
  readonly answer: number;
  /** By hop: [F] the weights of the facts. */
  readonly weights: readonly Float32Array[];
  /** By hop, where words are attended to: the weights of the words of all facts. */
  readonly wordWeights: readonly Float32Array[];
}

const BATCH = 64;

/** Answers questions. */
export function answerQuestions(
  context: Context,
  model: AnswerModel,
  questions: readonly EncodedQuestion[],
): Found[] {
  const found: Found[] = [];
  for (let from = 0; from < questions.length; from += BATCH) {
    const some = questions.slice(from, from + BATCH);
    found.push(...context.step(() => noGradient(context, () => answerBatch(model, some))));
  }
  return found;
}

function answerBatch(model: AnswerModel, questions: readonly EncodedQuestion[]): Found[] {
  const scores = model.run({ questions });
  const all = softmax(scores.answers).toArray() as Float32Array;
  const [hops, wordHops] = [scores.weights, scores.wordWeights].map((own) =>
    own.map((weights) => weights.toArray() as Float32Array),
  );
  const answers = scores.answers.shape[1];
  let [start, word] = [0, 0];
  return questions.map(({ facts }, k) => {
    const probabilities = all.slice(k * answers, (k + 1) * answers);
    const [from, to] = [start, (start += facts.length)];
    const [first, end] = [word, (word += facts.reduce((sum, { length }) => sum + length, 0))];
    return {
      probabilities,
      answer: probabilities.indexOf(Math.max(...probabilities)),
      weights: hops.map((weights) => weights.slice(from, to)),
      wordWeights: wordHops.map((weights) => weights.slice(first, end)),
    };
  });
}
