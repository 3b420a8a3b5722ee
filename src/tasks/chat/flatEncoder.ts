import { joinSymbols } from '../../data/text/coder/joinSymbols.ts';
import type { Embedding } from '../../nn/layers/embedding.ts';
import type { Context } from '../../tensor/context.ts';
import type { ChatArchitecture } from './chatModel.ts';
import type { History } from './dialogEncoder.ts';
import type { HistoryEncoder } from './historyEncoder.ts';
import { wordReader } from './wordReader.ts';

/** Reads the last turns of a history as one sequence, each turn with its speaker's mark before it, and the end after all. */
export function flatEncoder(
  context: Context,
  architecture: ChatArchitecture,
  { end, ...parts }: { words: Embedding; seed: number; place: number; end: number },
): HistoryEncoder {
  const { stack, read } = wordReader(context, architecture, parts);
  const { cells, outputSize, parameters } = stack;
  const sourceOf = (history: History): Int32Array => lastTurns(history, architecture.turns, end);
  return {
    ...{ cells, outputSize, parameters },
    run: (histories, pass, ids) => read(histories.map(sourceOf), pass, ids),
  };
}

/** The symbols of the last `count` turns of a history, and the end. */
export const lastTurns = ({ dialog, until }: History, count: number, end: number): Int32Array =>
  joinSymbols(...dialog.turns.slice(Math.max(0, until - count), until), [end]);
