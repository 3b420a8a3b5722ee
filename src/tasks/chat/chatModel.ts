import { embedding } from '../../nn/layers/embedding.ts';
import { joinParameters, type Parameters } from '../../nn/parameters.ts';
import { inference, type Pass } from '../../nn/pass.ts';
import { stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TaskCell } from '../taskCell.ts';
import type { History } from './dialogEncoder.ts';
import { flatEncoder } from './flatEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';
import { hierarchicalEncoder } from './hierarchicalEncoder.ts';
import type { CompleteOptions, Mode } from './options.ts';
import { places } from './places.ts';
import { type ReplyRanker, replyRanker } from './replyRanker.ts';
import { type ReplyWriter, replyWriter } from './replyWriter.ts';

/** What decides the shapes of a model that talks: part of model.json. */
export type ChatArchitecture = {
  readonly mode: Mode;
  /** Symbols of the vocabulary, and a mark for each speaker. */
  readonly symbols: number;
  readonly hierarchical: boolean;
  /** Turns that are read before a reply; 0: all. */
  readonly turns: number;
  readonly embedding: number;
  readonly cell: TaskCell;
  /** Units of every layer, of the encoder's in each direction. */
  readonly hidden: number;
  readonly layers: number;
  /** Of the encoder over words. */
  readonly bidirectional: boolean;
  readonly conditioning: CompleteOptions['conditioning'];
  /** Rate of dropout on vectors of symbols and turns, between layers and before the output. */
  readonly dropout: number;
};

/** Histories and their replies as numbers of symbols, and the numbers of the replies in the data set. */
export interface ChatBatch {
  readonly histories: readonly History[];
  /** Each begins with the symbol of the beginning and ends with that of the end. */
  readonly replies: readonly Int32Array[];
  readonly ids?: readonly number[];
}

export interface ChatModel {
  readonly parameters: Parameters;
  readonly history: HistoryEncoder;
  /** What replies: by the architecture's mode. */
  readonly replier: ReplyWriter | ReplyRanker;
  /**
   * The mean negative log-likelihood in nats of a symbol of the replies, or of the right one among the different replies of
   * the batch: one number; and of how many.
   */
  loss(
    batch: ChatBatch,
    pass?: Pass,
    options?: { readonly smoothing?: number },
  ): { readonly loss: Tensor; readonly tokens: number };
}

/** A model that reads a dialog, by its last words or turn by turn, and writes or chooses a reply. */
export function chatModel(
  context: Context,
  architecture: ChatArchitecture,
  { seed, end }: { readonly seed: number; readonly end: number },
): ChatModel {
  const { mode, symbols, embedding: size, hierarchical } = architecture;
  const words = embedding(context, {
    symbols,
    size,
    stream: stream(seed, places.words),
    scale: 0.5,
  });
  const parts = { words, seed, place: places.history, end };
  const history = (hierarchical ? hierarchicalEncoder : flatEncoder)(context, architecture, parts);
  const replier = (mode === 'rank' ? replyRanker : replyWriter)(context, architecture, {
    words,
    history,
    seed,
  });
  return {
    parameters: joinParameters({ words, history, reply: replier }),
    history,
    replier,
    loss: (batch, pass = inference, options = {}) => replier.loss(batch, pass, options),
  };
}
