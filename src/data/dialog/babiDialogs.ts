import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { placeOf } from '../parallel/sentencePair.ts';
import { type Dialog, type Turn, usableDialog } from './dialog.ts';

/**
 * Dialogs as those of bAbI (Bordes, Boureau and Weston, 2017): lines numbered from 1 in each dialog, what the user says and
 * after a tab what the bot replies. A line without a tab is what a look-up has brought: a turn of `data`; with `alone` the
 * last line of a dialog without a tab is the user's. An empty line ends a dialog. A dialog with a bad line goes to `left`.
 */
export function babiDialogs(text: string, file: string, alone: boolean, left: LeftOut): Dialog[] {
  const dialogs: Dialog[] = [];
  let turns: Turn[] = [];
  let [first, expected, isBroken] = [1, 1, false];
  const end = (): void => {
    if (turns.length > 0 && !isBroken)
      dialogs.push(
        ...usableDialog({ turns: alone ? asked(turns) : turns, place: placeOf(file, first) }, alone, left),
      );
    turns = [];
    [expected, isBroken] = [1, false];
  };
  text.split(/\r?\n/).forEach((whole, k) => {
    if (whole.trim() === '') return end();
    const [, digits, rest] = /^\s*(\d+)\s+(\S.*)$/.exec(whole) ?? [];
    if (Number(digits) === 1 && expected > 1) end();
    if (isBroken) return undefined;
    if (expected === 1) first = k + 1;
    if (Number(digits) !== expected) {
      const what =
        digits === undefined ? 'it is no numbered line' : `its number is ${digits}, ${expected} is expected`;
      const remedy = 'Number the lines of each dialog from 1 on.';
      left.without(() => fail('bad-data', placeOf(file, k + 1), what, remedy));
      isBroken = true;
      return undefined;
    }
    expected++;
    const [said, reply] = rest.split('\t').map((part) => part.trim());
    if (reply === undefined) turns.push({ speaker: 'data', text: said });
    else turns.push({ speaker: 'user', text: said }, { speaker: 'bot', text: reply });
    return undefined;
  });
  end();
  return dialogs;
}

/** A last turn that nobody has replied to yet is the user's. */
function asked(turns: readonly Turn[]): Turn[] {
  const last = turns[turns.length - 1];
  return last.speaker === 'data' ? [...turns.slice(0, -1), { ...last, speaker: 'user' }] : [...turns];
}
