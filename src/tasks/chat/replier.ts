import type { Turn } from '../../data/dialog/dialog.ts';
import { fillSlots } from '../../data/dialog/slots.ts';
import type { Coder } from '../../data/text/coder/coder.ts';
import { withBoth } from '../../data/text/coder/withEnd.ts';
import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ChatModel } from './chatModel.ts';
import { decodingOf, type ReplyOptions } from './decoding.ts';
import { type DialogEncoder, type History, marksOf } from './dialogEncoder.ts';
import { lastTurns } from './flatEncoder.ts';
import { rankReplies } from './rankReplies.ts';
import { slotReader } from './slotReader.ts';
import type { StoredChat } from './storedChat.ts';
import { namesOf, type ReplyTrace, traceReply } from './traceReply.ts';
import { writeReplies } from './writeReplies.ts';

/** What a model replies. */
export interface Reply {
  readonly text: string;
  /** As it was written, with `[slot]` in place of values, where the model has slots. */
  readonly written?: string;
  /** Its log-probability in nats, of a beam divided by the length penalty; of a candidate among all. */
  readonly score: number;
  /** It came to the bound of its length before its end. */
  readonly cut?: true;
  /** The best replies, best first, where several were asked for. */
  readonly best?: readonly Omit<Reply, 'best' | 'trace'>[];
  /** How it came about, where that was asked for. */
  readonly trace?: ReplyTrace;
}

/** A reply as a model finds it. */
export interface Found {
  readonly written: string;
  readonly symbols: readonly number[];
  readonly score: number;
  readonly cut: boolean;
}

/** Told of a reply as it is written: the text so far that will stay. */
export type OnText = (text: string) => void;

/** Finds replies of an open model. */
export interface Replier {
  /** For each history the best replies, best first. `onWritten`: of a single history, told of the text so far. */
  found(histories: readonly History[], options: ReplyOptions, watch?: Watch): Found[][];
  /** The reply to each list of turns. */
  replies(
    asked: readonly (readonly Turn[])[],
    options: ReplyOptions,
    watch?: Watch & { onText?: OnText },
  ): Reply[];
}

interface Watch {
  /** What draws are keyed by, for each history. */
  readonly keys?: readonly number[];
  readonly onWritten?: OnText;
}

/** What finds replies: the search of a model that writes, or the ranking of its candidates. */
export function replier(
  context: Context,
  model: ChatModel,
  {
    architecture,
    knowledge,
    coder,
    encode,
  }: StoredChat & { readonly coder: Coder; readonly encode: DialogEncoder },
): Replier {
  const { replier: made } = model;
  const { slots, candidates = [], bound } = knowledge;
  const plain = slotReader(slots);
  const writable = { ...coder, never: [...coder.never, ...marksOf(coder)] };
  let kept: Tensor | undefined;
  const vectors = (rank: Extract<typeof made, { mode: 'rank' }>): Tensor =>
    (kept ??= candidateVectors(context, rank, candidates, coder));
  const found: Replier['found'] = (histories, options, { keys, onWritten } = {}) => {
    const decoding = decodingOf(options, made.mode, bound);
    if (made.mode === 'rank') {
      const ranked = rankReplies(context, made, histories, vectors(made), decoding, keys);
      return ranked.map((own) =>
        own.map(({ candidate, score }) => ({
          written: candidates[candidate],
          symbols: [],
          score,
          cut: false,
        })),
      );
    }
    const soFar: number[] = [];
    const onSymbol = (symbol: number): void => {
      soFar.push(symbol);
      onWritten?.(coder.decode(soFar));
    };
    const watch = { ...(keys && { keys }), ...(onWritten && { onSymbol }) };
    const written = writeReplies(context, made, histories, writable, decoding, watch);
    return written.map((own) =>
      own.map(({ symbols, score, ended }) => ({
        written: coder.decode(symbols),
        symbols,
        score,
        cut: !ended,
      })),
    );
  };
  return {
    found,
    replies(asked, options, { keys, onText } = {}) {
      const read = asked.map((turns) => turns.map(({ text }) => plain(text)));
      const values = read.map((texts) => new Map(texts.flatMap((text) => text.values)));
      const histories = asked.map((turns, k): History => {
        const said = turns.map((turn, at) => ({ ...turn, text: read[k][at].text }));
        return { dialog: encode({ turns: said }), until: turns.length };
      });
      const fill = (text: string): string => (slots ? fillSlots(text, values[0]) : text);
      const onWritten = onText && ((text: string) => onText(fill(certain(text, slots !== undefined))));
      const all = found(histories, options, { ...(keys && { keys }), ...(onWritten && { onWritten }) });
      return all.map((own, k): Reply => {
        const replies = own.map(({ written, score, cut }) => ({
          text: slots ? fillSlots(written, values[k]) : written,
          ...(slots && { written }),
          score,
          ...(cut && { cut: true as const }),
        }));
        const names = (): string[] =>
          architecture.hierarchical
            ? asked[k].map(({ speaker, text }) => `${speaker}: ${text}`)
            : namesOf(lastTurns(histories[k], architecture.turns, coder.end), coder);
        const { symbols } = own[0];
        return {
          ...replies[0],
          ...((options.best ?? 1) > 1 && { best: replies }),
          ...(options.trace && {
            trace: traceReply(context, model, histories[k], { symbols, read: names(), coder }),
          }),
        };
      });
    },
  };
}

/** The part of a text that what follows will not change: no half of a character, and of slots no half. */
function certain(text: string, hasSlots: boolean): string {
  const whole = text.replace(/\uFFFD+$/, '');
  return hasSlots ? whole.replace(/\[[^\]]*$/, '') : whole;
}

/** The vectors of candidates, [M, D], kept for as long as the model is open. */
function candidateVectors(
  context: Context,
  ranker: Extract<ChatModel['replier'], { mode: 'rank' }>,
  candidates: readonly string[],
  coder: Coder,
): Tensor {
  const parts = [];
  for (let from = 0; from < candidates.length; from += 256) {
    const some = candidates.slice(from, from + 256).map((text) => withBoth(coder, text));
    parts.push(context.step(() => noGradient(context, () => ranker.vectors(some).toArray())));
  }
  const width = parts[0].length / Math.min(256, candidates.length);
  const all = new Float32Array(candidates.length * width);
  parts.forEach((part, k) => all.set(part, k * 256 * width));
  return context.tensor(all, [candidates.length, width]);
}
