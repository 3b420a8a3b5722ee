import { repliesOf } from '../../data/dialog/dialog.ts';
import type { SlotValues } from '../../data/dialog/slots.ts';
import { coderOf, type Side, sideOf } from '../../data/text/coder/side.ts';
import { mostFrequent } from '../../data/text/mostFrequent.ts';
import type { ChatData } from './data.ts';
import type { CompleteOptions } from './options.ts';
import { slotReader } from './slotReader.ts';

/** All that training data gives besides weights: part of model.json. */
export type ChatKnowledge = {
  /** How texts are read and written. */
  readonly text: Side;
  /** The most frequent reply of the training data: a baseline. */
  readonly usual: string;
  /** Turns of the training data and the most frequent reply to each, the most frequent turns first: a baseline. */
  readonly said: readonly (readonly [turn: string, reply: string])[];
  /** Symbols of a reply that are written at most. */
  readonly bound: number;
  /** Replies to choose from, for a model that ranks. */
  readonly candidates?: readonly string[];
  readonly slots?: SlotValues;
};

/** Turns that are kept for the baseline, at most. */
const SAID = 2000;

/** What is known from dialogs to learn from. */
export function knowledgeOf(
  { dialogs, candidates = [], slots }: ChatData,
  { mode, unit, lowercase, minCount, vocabulary: maxSize }: CompleteOptions,
): ChatKnowledge {
  const plain = slotReader(slots);
  const read = dialogs.map(({ turns }) => ({
    turns: turns.map((turn) => ({ ...turn, text: plain(turn.text).text })),
  }));
  const pairs = read.flatMap((dialog) =>
    repliesOf(dialog).map((at): readonly [string, string] => [
      dialog.turns[at - 1].text,
      dialog.turns[at].text,
    ]),
  );
  const replies = pairs.map(([, reply]) => reply);
  const more = mode === 'rank' ? candidates.map((reply) => plain(reply).text) : [];
  const texts = [...read.flatMap(({ turns }) => turns.map(({ text }) => text)), ...more];
  const text = sideOf(texts, { unit, lowercase, minCount, maxSize });
  const { encode } = coderOf(text);
  const longest = replies.reduce((most, reply) => Math.max(most, encode(reply).length), 0);
  const byTurn = new Map<string, string[]>();
  for (const [turn, reply] of pairs) {
    const known = byTurn.get(turn);
    if (known) known.push(reply);
    else byTurn.set(turn, [reply]);
  }
  const frequent = [...byTurn].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  return {
    text,
    usual: mostFrequent(replies),
    said: frequent.slice(0, SAID).map(([turn, all]) => [turn, mostFrequent(all)]),
    bound: Math.ceil(1.5 * longest) + 10,
    ...(mode === 'rank' && { candidates: [...new Set([...replies, ...more])] }),
    ...(slots && { slots }),
  };
}
