import type { BadLines } from '../tags/badLines.ts';
import type { StoryQuestion } from './storyQuestion.ts';

/**
 * Stories as those of bAbI (Weston et al., "Towards AI-complete question answering", 2015): lines numbered from 1 in each
 * story, facts, and questions with their answer after a tab. What stands after a second tab, the facts that support the
 * answer, is passed over. A line without a tab that ends in a question mark is a question without an answer. Where a line
 * cannot be read, the rest of its story is left out.
 */
export function readBabi(text: string, file: string, bad: BadLines): StoryQuestion[] {
  const questions: StoryQuestion[] = [];
  let told: string[] = [];
  let [story, expected, isBroken] = [1, 1, false];
  text.split(/\r?\n/).forEach((whole, k) => {
    if (whole.trim() === '') return;
    const line = k + 1;
    const [, digits, rest] = /^\s*(\d+)\s+(\S.*)$/.exec(whole) ?? [];
    const number = Number(digits);
    if (number === 1) {
      told = [];
      [story, expected, isBroken] = [line, 1, false];
    }
    if (isBroken) return;
    if (number !== expected) {
      const what =
        digits === undefined ? 'it is no numbered line' : `its number is ${digits}, ${expected} is expected`;
      bad.report(file, line, what, 'Number the lines of each story from 1 on');
      isBroken = true;
      return;
    }
    expected++;
    const [sentence, answer] = rest.split('\t').map((part) => part.trim());
    if (answer === undefined && !sentence.endsWith('?')) {
      told.push(sentence);
      return;
    }
    if (told.length === 0) {
      bad.report(file, line, 'it is a question without a story', 'Give facts before it');
      return;
    }
    const isKnown = answer !== undefined && answer !== '';
    const facts = told.slice();
    questions.push({ facts, question: sentence, ...(isKnown && { answer }), file, line, story });
  });
  return questions;
}
