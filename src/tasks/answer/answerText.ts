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

const lineOf = ({ fact, weights, words = [], without }: UsedFact): string => {
  const joined = (all: readonly number[]): string => all.map((weight) => weight.toFixed(2)).join('  ');
  const seen = words
    .filter((one) => Math.max(...one.weights) >= SHOWN)
    .map((one) => `${one.word} ${joined(one.weights)}`);
  const read = seen.length > 0 ? ` [${seen.join(', ')}]` : '';
  return `    ${joined(weights)}  ${fact}${read}${without === undefined ? '' : ` (without it ${without.toFixed(3)})`}`;
};
