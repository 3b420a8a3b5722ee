import type { Turn } from '../../data/dialog/dialog.ts';
import { fail } from '../../support/errors.ts';
import type { ReplyOptions } from './decoding.ts';
import type { OnText, Replier, Reply } from './replier.ts';

/** How a talk goes on; each reply may have options of its own. */
export type ConversationOptions = Omit<ReplyOptions, 'best'>;

/** A talk with a model. */
export interface Conversation {
  /** All that was said since its beginning. */
  readonly history: readonly Turn[];
  /**
   * What the model replies to a text of the user; both become part of the history. `onText` is told of the reply as it is
   * written, each time of all that is certain so far (not with a beam). Throws `bad-argument` for an empty text.
   */
  reply(text: string, options?: ConversationOptions & { readonly onText?: OnText }): Reply;
  /** Adds what a look-up has brought. */
  tell(text: string): void;
  /** Forgets what was said. */
  reset(): void;
}

/** Begins a talk. */
export function conversation(find: Replier, usual: ConversationOptions = {}): Conversation {
  let turns: Turn[] = [];
  const checked = (text: string): string =>
    text.trim() === ''
      ? fail('bad-argument', 'conversation', 'the text is empty', 'Give some words')
      : text.trim();
  return {
    get history() {
      return turns;
    },
    reply(text, { onText, ...own } = {}) {
      const asked: Turn[] = [...turns, { speaker: 'user', text: checked(text) }];
      // Draws differ from turn to turn.
      const watch = { keys: [asked.length], ...(onText && { onText }) };
      const [reply] = find.replies([asked], { ...usual, ...own }, watch);
      turns = reply.text === '' ? asked : [...asked, { speaker: 'bot', text: reply.text }];
      return reply;
    },
    tell(text) {
      turns = [...turns, { speaker: 'data', text: checked(text) }];
    },
    reset() {
      turns = [];
    },
  };
}
