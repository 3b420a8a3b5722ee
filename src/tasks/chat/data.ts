import { type Dialog, repliesOf } from '../../data/dialog/dialog.ts';
import type { SlotValues } from '../../data/dialog/slots.ts';
import { type LeftOut, leftOut } from '../../data/file/leftOut.ts';
import { splitUnits } from '../../data/text/coder/units.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkNumber } from '../../support/checkNumber.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { permutation, stream } from '../../support/random.ts';
import { formatReplies } from './formatReplies.ts';
import { type ChatOptions, MAX_TOKENS } from './options.ts';

/** Dialogs to train on and to validate on; for a trained model all are in `dialogs`, and some may have no reply. */
export interface ChatData {
  readonly dialogs: readonly Dialog[];
  readonly valid: readonly Dialog[];
  /** Replies to choose from beside those of the dialogs. */
  readonly candidates?: readonly string[];
  /** What `[slot]` stands for. */
  readonly slots?: SlotValues;
  readonly name: string;
  readonly sha256: string;
  readonly notes: readonly string[];
}

/** Dialogs before they are split, and what comes with them. */
export type ReadChat = Pick<ChatData, 'dialogs' | 'name' | 'candidates' | 'slots'> & {
  readonly valid?: readonly Dialog[];
};

/** Keys which dialogs are held out. */
const HELD_OUT = 0x636874;

/** Splits dialogs: a share of them, drawn at random, is held out. Throws `bad-data`, `bad-argument`. */
export async function chatData(
  platform: Pick<Platform, 'sha256'>,
  read: ReadChat,
  options: ChatOptions,
  left: LeftOut = leftOut(options.skipBad ?? false),
): Promise<ChatData> {
  const { name, candidates, slots } = read;
  const { validFraction = 0.1, maxTokens = MAX_TOKENS, unit = 'word' } = options;
  checkNumber('chat', 'validFraction', validFraction, { least: 0, below: 1 });
  checkNumber('chat', 'maxTokens', maxTokens, { least: 1, whole: true });
  const usable = read.dialogs.filter(({ turns, place }) => {
    const lengths = turns.map(({ text }) => splitUnits(text, unit).length);
    const at = lengths.findIndex((length) => length > maxTokens);
    if (at < 0) return true;
    const what = `turn ${at + 1} has ${formatQuantity(lengths[at], 'symbol')}, more than ${maxTokens}`;
    return left.without(() => fail('bad-data', place, what, 'Split it, or raise --max-tokens.'));
  });
  if (usable.length < 2)
    fail('bad-data', name, `it has ${formatQuantity(usable.length, 'usable dialog')}`, 'Give at least 2');
  const held = read.valid ? 0 : Math.min(usable.length - 1, Math.round(validFraction * usable.length));
  const heldOut = new Set(permutation(stream(HELD_OUT), usable.length).subarray(0, held));
  const dialogs = usable.filter((_, k) => !heldOut.has(k));
  const valid = read.valid ?? usable.filter((_, k) => heldOut.has(k));
  const split =
    valid.length > 0 ? `${formatQuantity(valid.length, 'dialog')} to validate on` : 'none held out';
  const texts = [dialogs, valid].map((some) => some.map(({ turns }) => turns));
  return {
    dialogs,
    valid,
    ...(candidates && { candidates }),
    ...(slots && { slots }),
    name,
    sha256: await sha(platform, [...texts, candidates ?? null, slots ?? null]),
    notes: [
      `${name}: ${formatQuantity(dialogs.length, 'dialog')} with ${repliesIn(dialogs)} to train on, ${split}.`,
      ...(candidates ? [`${formatQuantity(candidates.length, 'candidate')} besides.`] : []),
      ...(slots ? [`${formatQuantity(Object.keys(slots).length, 'slot')}.`] : []),
      ...leftNotes(left),
    ],
  };
}

/** How many replies there are, in words. */
export const repliesIn = (dialogs: readonly Dialog[]): string =>
  formatReplies(dialogs.reduce((sum, dialog) => sum + repliesOf(dialog).length, 0));

/** What was left out, in words. */
export const leftNotes = ({ count }: LeftOut): string[] =>
  count === 0 ? [] : [`${formatQuantity(count, 'dialog')} bad, left out.`];

/** The hash of plain data. */
export const sha = (platform: Pick<Platform, 'sha256'>, value: unknown): Promise<string> =>
  platform.sha256(new TextEncoder().encode(JSON.stringify(value)));
