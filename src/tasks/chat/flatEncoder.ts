import { joinSymbols } from '../../data/text/coder/joinSymbols.ts';
import type { Embedding } from '../../nn/layers/embedding.ts';
import { passDropout } from '../../nn/layers/passDropout.ts';
import { recurrentStack } from '../../nn/stack/recurrentStack.ts';
import type { Context } from '../../tensor/context.ts';
import { fromSymbols } from '../../tensor/ragged/fromSymbols.ts';
import { toPacked } from '../../tensor/ragged/toPacked.ts';
import type { ChatArchitecture } from './chatModel.ts';
import type { History } from './dialogEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';

/** The numbers of masks from the encoder's place on. */
const WORDS = 0;
const STACK = 1;

/** Reads the last turns of a history as one sequence, each turn with its speaker's mark before it, and the end after all. */
export function flatEncoder(
  context: Context,
  { turns, cell, hidden, layers, bidirectional, embedding, dropout: rate }: ChatArchitecture,
  { words, seed, place, end }: { words: Embedding; seed: number; place: number; end: number },
): HistoryEncoder {
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
    cells: stack.cells,
    outputSize: stack.outputSize,
    parameters: stack.parameters,
    run(histories, pass, ids) {
      const sources = histories.map((history) => lastTurns(history, turns, end));
      const read = toPacked(words.run(fromSymbols(context, sources, ids && { ids })));
      const keys = () => read.structure.rowKeysOn(context);
      const data = passDropout(read.data, { rate, pass, place: place + WORDS, keys });
      return stack.run({ ...read, data }, { pass });
    },
  };
}

/** The symbols of the last `count` turns of a history, and the end. */
export const lastTurns = ({ dialog, until }: History, count: number, end: number): Int32Array =>
  joinSymbols(...dialog.turns.slice(Math.max(0, until - count), until), [end]);
