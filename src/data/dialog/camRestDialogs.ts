import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { type Dialog, type Turn, usableDialog } from './dialog.ts';
import { parseJson } from './parseJson.ts';

/**
 * Dialogs as those of CamRest676 (Wen et al., 2017): a JSON list of {"dial": [{"usr": {"transcript": "..."}, "sys": {"sent":
 * "..."}}, ...]}. What else is noted of a turn is not read. What cannot be used goes to `left`, as `bad-data`.
 */
export function camRestDialogs(text: string, file: string, alone: boolean, left: LeftOut): Dialog[] {
  const value = parseJson(text, file, 1, 'Correct it, or copy the file again.');
  if (!Array.isArray(value))
    return fail('bad-data', file, 'it is no list of dialogs', 'Give [{"dial": [...]}, ...].');
  return value.flatMap((item, k) => {
    const place = `${file}, dialog ${k + 1}`;
    const { dial }: Record<string, unknown> = Object(item);
    if (!Array.isArray(dial)) {
      left.without(() => fail('bad-data', place, 'it has no list "dial"', 'Give {"dial": [...]}.'));
      return [];
    }
    const turns = dial.flatMap((turn): Turn[] => {
      const { usr, sys }: { usr?: unknown; sys?: unknown } = Object(turn);
      const { transcript }: Record<string, unknown> = Object(usr);
      const { sent }: Record<string, unknown> = Object(sys);
      return [
        { speaker: 'user', text: textOf(transcript) },
        ...(sent === undefined ? [] : [{ speaker: 'bot' as const, text: textOf(sent) }]),
      ];
    });
    return usableDialog({ turns, place }, alone, left);
  });
}

/** What is no text is as an empty one: refused with its turn. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
