import type { Answer, UsedFact } from './answerer.ts';

/** The least weight at some hop, or the least loss of probability without it, of a fact that is shown. */
const SHOWN = 0.1;

/** Answers for people: question, answer, and under them the facts that were used, with their weights by hop. */
export const answerText = (answers: readonly Answer[]): string =>
  answers
    .map(({ question, answer, confidence, facts, best = [{ answer, confidence }] }) => {
      const isUsed = ({ weights, without = confidence }: UsedFact): boolean =>
        Math.max(...weights, confidence - without) >= SHOWN;
      return [
        question,
        ...best.map((one) => `  ${one.answer} (${one.confidence.toFixed(3)})`),
        ...facts.filter(isUsed).map(lineOf),
      ].join('\n');
    })
    .join('\n\n');

const lineOf = ({ fact, weights, without }: UsedFact): string => {
  const numbers = weights.map((weight) => weight.toFixed(2)).join('  ');
  return `    ${numbers}  ${fact}${without === undefined ? '' : ` (without it ${without.toFixed(3)})`}`;
};
