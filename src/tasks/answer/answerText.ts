import type { Answer } from './answerer.ts';

/** The least weight at some hop of a fact that is shown. */
const SHOWN = 0.1;

/** Answers for people: question, answer, and under them the facts that were used, with their weights by hop. */
export const answerText = (answers: readonly Answer[]): string =>
  answers
    .map(({ question, answer, confidence, facts, best = [] }) => {
      const used = facts.filter(({ weights }) => Math.max(...weights) >= SHOWN);
      return [
        question,
        ...(best.length > 0 ? best : [{ answer, confidence }]).map(
          (one) => `  ${one.answer} (${one.confidence.toFixed(3)})`,
        ),
        ...used.map(
          ({ fact, weights }) => `    ${weights.map((weight) => weight.toFixed(2)).join('  ')}  ${fact}`,
        ),
      ].join('\n');
    })
    .join('\n\n');
