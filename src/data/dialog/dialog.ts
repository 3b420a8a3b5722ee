import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';

export const speakers = ['user', 'bot', 'data'] as const;

/** Who a turn is of: whoever asks, whoever is to learn what to reply, or what a look-up has brought to the talk. */
export type Speaker = (typeof speakers)[number];

export interface Turn {
  readonly speaker: Speaker;
  readonly text: string;
}

/** Turns in their order. */
export interface Dialog {
  readonly turns: readonly Turn[];
  /** File and line, as errors name it. */
  readonly place: string;
}

/** Where the bot replies: its turns, but for one that opens the dialog. */
export const repliesOf = ({ turns }: Pick<Dialog, 'turns'>): number[] =>
  turns.flatMap(({ speaker }, at) => (speaker === 'bot' && at > 0 ? [at] : []));

/** Turns as plain texts: the user begins, and the bot replies to every other one. */
export const alternating = (texts: readonly string[]): Turn[] =>
  texts.map((text, at) => ({ speaker: at % 2 === 0 ? 'user' : 'bot', text: text.trim() }));

/**
 * The dialog, if it has a reply to learn from; `alone`: without one it will do, if it has turns. What cannot be used goes to
 * `left`, as `bad-data`.
 */
export function usableDialog(dialog: Dialog, alone: boolean, left: LeftOut): Dialog[] {
  const { turns, place } = dialog;
  const bad = (what: string, remedy: string): Dialog[] => {
    left.without(() => fail('bad-data', place, what, remedy));
    return [];
  };
  if (turns.length === 0) return bad('the dialog has no turns', 'Give it some.');
  const empty = turns.findIndex(({ text }) => text.trim() === '');
  if (empty >= 0) return bad(`turn ${empty + 1} of the dialog is empty`, 'Give it some words.');
  if (!alone && repliesOf(dialog).length === 0)
    return bad('the dialog has no reply', 'Give a turn of the user and one of the bot after it.');
  return [dialog];
}
