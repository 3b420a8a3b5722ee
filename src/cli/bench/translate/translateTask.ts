import { stream, uniform } from '../../../support/random.ts';
import type { TranslateArchitecture } from '../../../tasks/translate/translateModel.ts';
import type { Task } from '../contest/contest.ts';

/** An encoder-decoder with attention at work. */
export interface TranslateTask extends Task {
  /** A step of training, or the search for the likeliest translations. */
  readonly work: 'train' | 'search';
  /** GRUs that attend before each step (Bahdanau et al., 2014), or LSTMs that do after it, fed (Luong et al., 2015). */
  readonly conditioning: 'bahdanau' | 'luong';
  /** Of both sides. */
  readonly symbols: number;
  readonly embedding: number;
  /** Of the encoder, in each direction. */
  readonly hidden: number;
  readonly decoderHidden: number;
  /** Symbols of each source, and of each target, their ends among them. */
  readonly sourceLengths: readonly number[];
  readonly targetLengths: readonly number[];
  /** Learning rate, and the largest norm of the gradient. */
  readonly rate: number;
  readonly clip: number;
  /** Of a search: beginnings that are kept, and alpha of the length penalty. A translation is at most as long as its source. */
  readonly beam: number;
  readonly lengthPenalty: number;
}

export const BEGIN = 0;
export const END = 1;

export interface TranslateSizes
  extends Pick<TranslateTask, 'symbols' | 'embedding' | 'hidden' | 'decoderHidden'> {
  /** Pairs of a step of training, and sources of a search. */
  readonly pairs: number;
  readonly sources: number;
}

const usual: TranslateSizes = {
  symbols: 8000,
  embedding: 256,
  hidden: 256,
  decoderHidden: 512,
  pairs: 64,
  sources: 32,
};

/** Sentences of 5 to 25 symbols on both sides, as captions have: 64 pairs to learn from, 32 sources to translate. */
export function translateTasks({
  pairs,
  sources,
  ...sizes
}: TranslateSizes = usual): readonly TranslateTask[] {
  const lengths = (count: number, side: number): number[] =>
    Array.from({ length: count }, (_, k) => 5 + Math.floor(21 * uniform(stream(7, side), k)));
  const shared = { ...sizes, rate: 0.001, clip: 1, beam: 5, lengthPenalty: 1 };
  return (['bahdanau', 'luong'] as const).flatMap((conditioning): TranslateTask[] => {
    const [sourceLengths, targetLengths] = [lengths(pairs, 0), lengths(pairs, 1)];
    const task = { conditioning, sourceLengths, targetLengths, ...shared };
    return [
      { name: `${conditioning}, train`, work: 'train', ...task },
      {
        name: `${conditioning}, beam 5`,
        work: 'search',
        ...task,
        sourceLengths: sourceLengths.slice(0, sources),
        targetLengths: [],
      },
    ];
  });
}

export const architectureOf = (task: TranslateTask): TranslateArchitecture => {
  const { conditioning, symbols, embedding, hidden, decoderHidden } = task;
  const isLuong = conditioning === 'luong';
  return {
    sourceSymbols: symbols,
    targetSymbols: symbols,
    shared: false,
    embedding,
    cell: { cell: isLuong ? 'lstm' : 'gru' },
    hidden,
    layers: 1,
    bidirectional: true,
    decoderHidden,
    conditioning,
    score: isLuong ? 'general' : 'additive',
    inputFeeding: isLuong,
    bridge: 'tanh',
    dropout: 0,
  };
};

/** Sentences that have no sense, one after another: symbols from 2 on. */
export function sentencesOf(
  { symbols }: TranslateTask,
  lengths: readonly number[],
  side: number,
): Int32Array {
  const key = stream(8, side);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return Int32Array.from({ length: total }, (_, k) => 2 + Math.floor((symbols - 2) * uniform(key, k)));
}

/** One after another to one by one, each with `before` in front. */
export function cut(
  all: Int32Array,
  lengths: readonly number[],
  before: readonly number[] = [],
): Int32Array[] {
  let at = 0;
  return lengths.map((length) => Int32Array.of(...before, ...all.subarray(at, (at += length))));
}
