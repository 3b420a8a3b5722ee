import type { Dialog } from '../../data/dialog/dialog.ts';
import { readCandidates } from '../../data/dialog/readCandidates.ts';
import { readDialogs } from '../../data/dialog/readDialogs.ts';
import { readSlots } from '../../data/dialog/slots.ts';
import { leftOut } from '../../data/file/leftOut.ts';
import type { Platform } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import { formatQuantity } from '../../support/format.ts';
import { type ChatData, chatData, leftNotes, repliesIn, sha } from './data.ts';
import type { ChatOptions } from './options.ts';

/** Reads files. `whole`: all for a trained model, with replies or without. Throws as `readDialogs`, `chatData`. */
export async function readChatData(
  platform: Platform,
  paths: readonly string[],
  options: ChatOptions,
  whole: boolean,
): Promise<ChatData> {
  const left = leftOut(options.skipBad ?? false);
  const { format, validFile } = options;
  const name = paths.map((path) => platform.files.baseName(path)).join(', ');
  const dialogs: Dialog[] = [];
  for (const path of paths)
    dialogs.push(...(await readDialogs(platform, path, { format, alone: whole }, left)));
  if (!whole) {
    const valid =
      validFile === undefined ? undefined : await readDialogs(platform, validFile, { format }, left);
    const candidates =
      options.candidates === undefined ? undefined : await readCandidates(platform, options.candidates);
    const slots = options.slots === undefined ? undefined : await readSlots(platform, options.slots);
    const read = { dialogs, name, ...(valid && { valid }), ...(candidates && { candidates }) };
    return chatData(platform, { ...read, ...(slots && { slots }) }, options, left);
  }
  if (dialogs.length === 0) fail('bad-data', name, 'there is no dialog in it', 'Give a file with some');
  return {
    dialogs,
    valid: [],
    name,
    sha256: await sha(
      platform,
      dialogs.map(({ turns }) => turns),
    ),
    notes: [
      `${name}: ${formatQuantity(dialogs.length, 'dialog')} with ${repliesIn(dialogs)}.`,
      ...leftNotes(left),
    ],
  };
}
