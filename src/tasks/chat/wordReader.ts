import type { Embedding } from '../../nn/layers/embedding.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import type { Pass } from '../../nn/pass.ts';
import { type RecurrentStack, recurrentStack, type StackResult } from '../../nn/stack/recurrentStack.ts';
import type { Context } from '../../tensor/context.ts';
import { fromSymbols } from '../../tensor/ragged/fromSymbols.ts';
import type { Ragged } from '../../tensor/ragged/ragged.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { ChatArchitecture } from './chatModel.ts';

/** What was read of sequences of symbols. */
export interface ReadWords extends StackResult {
  /** The vectors of the symbols. */
  readonly vectors: Ragged;
}

/** A recurrence over words. */
export interface WordReader {
  readonly stack: RecurrentStack;
  /** `ids`: what random masks are keyed by in place of a sequence's position. */
  read(sequences: readonly Int32Array[], pass: Pass, ids?: readonly number[]): ReadWords;
}

/** Where the stack's places begin: the first keys masks of the vectors of words, the second is the caller's. */
const STACK = 2;

/** Reads sequences of symbols by the vectors of words. It uses the places from `place` on. */
export function wordReader(
  context: Context,
  { cell, hidden, layers, bidirectional, embedding, dropout: rate }: ChatArchitecture,
  { words, seed, place }: { readonly words: Embedding; readonly seed: number; readonly place: number },
): WordReader {
  const stack = recurrentStack(context, {
    inputSize: embedding,
    hiddenSize: hidden,
    layers,
    bidirectional,
    cell,
    dropout: rate,
    seed,
    place: place + STACK,
  });
  return {
    stack,
    read(sequences, pass, ids) {
      const read = toPacked(words.run(fromSymbols(context, sequences, ids && { ids })));
      const keys = () => read.structure.rowKeysOn(context);
      const vectors = { ...read, data: passDropout(read.data, { rate, pass, place, keys }) };
      return { ...stack.run(vectors, { pass }), vectors };
    },
  };
}
