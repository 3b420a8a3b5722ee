import { fail } from '../../support/errors.ts';
import type { LeftOut } from '../file/leftOut.ts';
import { linesOf } from '../parallel/linesOf.ts';
import { placeOf } from '../parallel/sentencePair.ts';
import { parseJson } from './parseJson.ts';
import { alternating, type Dialog, type Speaker, speakers, type Turn, usableDialog } from './dialog.ts';

const REMEDY =
  'Give {"turns": ["...", "..."]} or {"turns": [{"speaker": "user", "text": "..."}, ...]} on each line.';

/**
 * A dialog per line: {"turns": [...]}, turns as texts, of which the user has the first, the bot the second and so on, or as
 * {"speaker": "user", "bot" or "data", "text": "..."}. What cannot be used goes to `left`, as `bad-data`.
 */
export function dialogLines(text: string, file: string, alone: boolean, left: LeftOut): Dialog[] {
  return linesOf(text).flatMap((line, k) => {
    if (line.trim() === '') return [];
    const turns = readTurns(line, file, k + 1, left);
    return turns ? usableDialog({ turns, place: placeOf(file, k + 1) }, alone, left) : [];
  });
}

function readTurns(text: string, file: string, line: number, left: LeftOut): Turn[] | undefined {
  try {
    return turnsOf(parseJson(text, file, line, REMEDY), placeOf(file, line));
  } catch (error) {
    left.take(error);
    return undefined;
  }
}

function turnsOf(value: unknown, place: string): Turn[] {
  const { turns }: Record<string, unknown> = Object(value);
  if (!Array.isArray(turns)) return fail('bad-data', place, 'it has no list of "turns"', REMEDY);
  if (turns.every((turn) => typeof turn === 'string')) return alternating(turns);
  return turns.map((turn, at): Turn => {
    const { speaker, text }: Record<string, unknown> = Object(turn);
    const refuse = (what: string): never => fail('bad-data', place, `turn ${at + 1}: ${what}`, REMEDY);
    if (!isSpeaker(speaker))
      return refuse(
        `the speaker is ${JSON.stringify(speaker) ?? 'missing'}, not one of ${speakers.join(', ')}`,
      );
    if (typeof text !== 'string') return refuse('it has no "text"');
    return { speaker, text: text.trim() };
  });
}

const isSpeaker = (value: unknown): value is Speaker => speakers.some((speaker) => speaker === value);
