import { type Dialog, repliesOf } from '../../data/dialog/dialog.ts';
import type { Coder } from '../../data/text/coder/coder.ts';
import { withBoth } from '../../data/text/coder/withEnd.ts';
import type { DialogEncoder, History } from './dialogEncoder.ts';
import type { ChatKnowledge } from './knowledge.ts';
import { slotReader } from './slotReader.ts';

/** A reply to learn or to score, and what was said before it. */
export interface Example {
  readonly history: History;
  readonly reply: Int32Array;
  /** As a model is to write it. */
  readonly text: string;
  /** What it replies to, as the model reads it. */
  readonly turn: string;
}

/** The replies of each dialog. */
export function examplesOf(
  dialogs: readonly Pick<Dialog, 'turns'>[],
  { slots }: Pick<ChatKnowledge, 'slots'>,
  coder: Coder,
  encode: DialogEncoder,
): Example[][] {
  const plain = slotReader(slots);
  return dialogs.map(({ turns }) => {
    const read = turns.map((turn) => ({ ...turn, text: plain(turn.text).text }));
    const dialog = encode({ turns: read });
    return repliesOf({ turns: read }).map((at) => ({
      history: { dialog, until: at },
      reply: withBoth(coder, read[at].text),
      text: read[at].text,
      turn: read[at - 1].text,
    }));
  });
}
