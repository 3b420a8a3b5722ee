import type { Context } from '../../tensor/context.ts';
import type { AnswerModel } from './answerModel.ts';
import { answerQuestions } from './answerQuestions.ts';
import type { EncodedQuestion } from './encoder.ts';

/**
 * [F]: the probability of an answer when each of the F facts is left out of the story, the others as they are; a story of
 * one fact keeps it.
 */
export function ablateFacts(
  context: Context,
  model: AnswerModel,
  question: EncodedQuestion,
  answer: number,
): number[] {
  const { facts } = question;
  const shortened = facts.map((_, left) => ({
    ...question,
    facts: facts.length > 1 ? facts.filter((_fact, place) => place !== left) : facts,
  }));
  return answerQuestions(context, model, shortened).map(({ probabilities }) => probabilities[answer]);
}
