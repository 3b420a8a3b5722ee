import { splitSentences } from '../../data/story/readStoryLines.ts';
import type { StoryQuestion } from '../../data/story/storyQuestion.ts';
import { fail } from '../../support/errors.ts';

/** A question as a program gives it. */
export interface Question {
  /** Facts in their order, or a text whose sentences they are. */
  readonly context: string | readonly string[];
  readonly question: string;
}

/** A question to learn from or to be scored on. */
export interface Example extends Question {
  readonly answer: string;
}

/**
 * Questions of a program as those of a file: the line is the question's number, from 1. The same context is the same
 * story. Throws `bad-data`.
 */
export function asRead(questions: readonly (Question & { readonly answer?: string })[]): StoryQuestion[] {
  const stories = new Map<string, number>();
  return questions.map(({ context, question, answer }, k) => {
    const facts = typeof context === 'string' ? splitSentences(context) : context;
    const refuse = (what: string, remedy: string): never =>
      fail('bad-data', `answer: question ${k + 1}`, what, remedy);
    if (facts.length === 0) refuse('it is a question without a story', 'Give at least one fact as context');
    if (facts.some((fact) => fact.trim() === '')) refuse('a fact is empty', 'Leave it out');
    if (question.trim() === '') refuse('it is empty', 'Give some words');
    if (answer?.trim() === '') refuse('its answer is empty', 'Give some words');
    const key = facts.join('\n');
    const story = stories.get(key) ?? k + 1;
    stories.set(key, story);
    const known = answer === undefined ? {} : { answer: answer.trim() };
    return { facts, question: question.trim(), ...known, file: 'questions', line: k + 1, story };
  });
}
