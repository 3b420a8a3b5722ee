import { corpusBleu } from '../../data/score/bleu.ts';
import { exactMatch } from '../../data/score/exactMatch.ts';
import { perplexity } from '../../data/score/perplexity.ts';
import { plainText } from '../../data/text/coder/units.ts';
import { formatNumber, formatQuantity } from '../../support/format.ts';
import type { Evaluation } from '../task.ts';
import type { ChatArchitecture } from './chatModel.ts';
import type { ChatKnowledge } from './knowledge.ts';
import { formatReplies } from './formatReplies.ts';
import { nearestReply } from './nearestReply.ts';

/** A reply that is to be given: as the model is to write it, by dialog, with the turn that it replies to. */
export interface Wanted {
  readonly text: string;
  readonly turn: string;
  readonly dialog: number;
}

/** Placeholders as single words, so that BLEU counts each as one. */
const asWords = (text: string): string => text.replaceAll(/\[([\p{L}\p{N}_-]+)\]/gu, 'slot$1');

/**
 * A model's replies beside the most frequent one of the training data, and the one to the nearest turn of it. Accuracy is of
 * replies that are exactly right, and of dialogs in which all of them are.
 */
export function evaluateReplies(
  { text: { unit, lowercase }, usual, said, slots, candidates }: ChatKnowledge,
  { mode }: Pick<ChatArchitecture, 'mode'>,
  wanted: readonly Wanted[],
  given: readonly string[],
  { loss, cut }: { readonly loss: number; readonly cut: number },
): Evaluation {
  const plain = (text: string): string => plainText(text, lowercase);
  const right = wanted.map(({ text }) => [plain(text)]);
  const dialogs = [...new Set(wanted.map(({ dialog }) => dialog))];
  const nearest = nearestReply(said);
  const row = (name: string, replies: readonly string[]): Evaluation['rows'][number] => {
    const wrong = new Set(wanted.flatMap(({ dialog }, k) => (replies[k] === right[k][0] ? [] : [dialog])));
    const { score } = corpusBleu(
      replies.map(asWords),
      right.map((texts) => texts.map(asWords)),
      { lowercase },
    );
    return {
      name,
      values: [100 * exactMatch(replies, right), 100 * (1 - wrong.size / dialogs.length), score],
    };
  };
  const { signature } = corpusBleu(given, right, { lowercase });
  const isKnown = new Set(candidates?.map(plain));
  const missing = candidates ? right.filter(([text]) => !isKnown.has(text)).length : 0;
  return {
    title: 'Replies, in percent',
    columns: ['accuracy', 'whole dialogs', 'BLEU'],
    rows: [
      row('chat', given.map(plain)),
      row(
        'most frequent',
        wanted.map(() => plain(usual)),
      ),
      row(
        'nearest turn',
        wanted.map(({ turn }) => plain(nearest(turn))),
      ),
    ],
    notes: [
      `${formatQuantity(wanted.length, 'turn')} to reply to in ${formatQuantity(dialogs.length, 'dialog')}, after what was really said before. The baselines give the most frequent reply of the training data, and the reply to that one of its turns which is nearest by its words.`,
      ...(mode === 'generate'
        ? [`Perplexity ${formatNumber(perplexity(loss, 1))} by ${unit === 'bpe' ? 'piece' : unit}.`]
        : [`Chosen from ${formatQuantity(candidates?.length ?? 0, 'candidate')}.`]),
      `BLEU as sacreBLEU's ${signature}.`,
      ...(slots ? ['Values of slots are scored as their slots, each as one word.'] : []),
      ...(missing > 0 ? [`${formatReplies(missing)} not among the candidates: counted as wrong.`] : []),
      ...(cut > 0 ? [`${formatReplies(cut)} cut at the bound of their length.`] : []),
    ],
  };
}
