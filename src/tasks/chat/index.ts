import { platform } from '#platform';
import { checkSlots, type SlotValues } from '../../data/dialog/slots.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { asRead, type Turns } from './asRead.ts';
import { type Chatbot, chatbot } from './chatbot.ts';
import { chatData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import { type ChatOptions, keepUnit } from './options.ts';
import { checkStored } from './storedChat.ts';

export type { Speaker, Turn } from '../../data/dialog/dialog.ts';
export type { SlotValues } from '../../data/dialog/slots.ts';
export type { Turns } from './asRead.ts';
export type { Chatbot, EvaluationOptions } from './chatbot.ts';
export type { Conversation, ConversationOptions } from './conversation.ts';
export type { ReplyOptions } from './decoding.ts';
export type { ChatOptions } from './options.ts';
export type { Reply } from './replier.ts';
export type { Attention, ReplyTrace } from './traceReply.ts';

/** What only the command line's files need. */
type OfFiles = 'format' | 'validFile' | 'candidates' | 'slots';

/** What comes with dialogs. */
export interface Besides {
  readonly valid?: readonly Turns[];
  /** Replies to choose from beside those of the dialogs, for the mode `rank`. */
  readonly candidates?: readonly string[];
  /** Values that `[slot]` stands for. */
  readonly slots?: SlotValues;
}

/**
 * Trains a model that replies, on dialogs; a tenth is held out to validate on, unless `valid` or `validFraction` says
 * otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  dialogs: readonly Turns[],
  options: Omit<ChatOptions, OfFiles> & FitOptions & Besides = {},
): Promise<Chatbot> {
  const { valid, candidates, slots, ...given } = options;
  const split = splitOptions(given);
  const known = given.from && checkStored(given.from.manifest).knowledge;
  const data = await chatData(
    platform,
    {
      dialogs: asRead(dialogs, given.skipBad),
      name: 'dialogs',
      ...(valid && { valid: asRead(valid, given.skipBad) }),
      ...(candidates && { candidates }),
      ...(slots && { slots: checkSlots(slots, 'slots') }),
    },
    keepUnit(given, known?.text.unit),
  );
  return chatbot(await fitTask('chat', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Chatbot> {
  return chatbot(model, engine);
}
