import type { BadLines } from '../tags/badLines.ts';
import type { StoryQuestion } from './storyQuestion.ts';

const isFilled = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The sentences of a text: parted at the ends of lines, and at blanks after a full stop, question or exclamation mark. */
export const splitSentences = (text: string): string[] =>
  text
    .split(/\r?\n|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/**
 * A question per line: {"context": "..." or [...], "question": "...", "answer": "..."}. The context is a text, whose
 * sentences are the facts, or the list of facts; the answer may be left out.
 */
export function readStoryLines(text: string, file: string, bad: BadLines): StoryQuestion[] {
  const questions: StoryQuestion[] = [];
  text.split(/\r?\n/).forEach((whole, k) => {
    if (whole.trim() === '') return;
    const line = k + 1;
    const refuse = (what: string): void =>
      bad.report(file, line, what, 'Give {"context": [...], "question": "...", "answer": "..."}');
    let value: unknown;
    try {
      value = JSON.parse(whole);
    } catch {
      refuse('it is not JSON');
      return;
    }
    const { context, question, answer }: Record<string, unknown> = Object(value);
    const facts: unknown = typeof context === 'string' ? splitSentences(context) : context;
    if (!Array.isArray(facts) || !facts.every(isFilled))
      refuse('"context" is neither a text nor a list of facts');
    else if (!isFilled(question)) refuse('it has no "question"');
    else if (facts.length === 0) refuse('it is a question without a story');
    else if (answer !== undefined && !isFilled(answer)) refuse('"answer" is no text');
    else {
      const given = answer === undefined ? {} : { answer: answer.trim() };
      questions.push({ facts, question: question.trim(), ...given, file, line, story: line });
    }
  });
  return questions;
}
