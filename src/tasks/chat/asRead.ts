import { alternating, type Dialog, type Turn, usableDialog } from '../../data/dialog/dialog.ts';
import { leftOut } from '../../data/file/leftOut.ts';

/** The turns of a dialog as a program gives them: texts, of which the user has the first, the bot the second and so on, or turns. */
export type Turns = readonly string[] | readonly Turn[];

const isText = (turns: Turns): turns is readonly string[] => typeof turns[0] === 'string';

/** Turns with their speakers. */
export const turnsOf = (turns: Turns): Turn[] =>
  isText(turns) ? alternating(turns) : turns.map(({ speaker, text }) => ({ speaker, text: text.trim() }));

/** Dialogs of a program as those of a file. Throws `bad-data`. */
export function asRead(dialogs: readonly Turns[], skipBad = false): Dialog[] {
  const left = leftOut(skipBad);
  return dialogs.flatMap((turns, k) =>
    usableDialog({ turns: turnsOf(turns), place: `dialogs, dialog ${k + 1}` }, false, left),
  );
}
