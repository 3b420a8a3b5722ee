import { carriedStack } from '../../nn/stack/carriedStack.ts';
import { sample } from '../../nn/search/sample.ts';
import { stream, uniform } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import { type Drift, driftedFrom, type DriftNames } from '../drift.ts';
import type { LanguageModel } from './languageModel.ts';
import { packedSymbols } from './packedSymbols.ts';

/** Stretches of the text, the symbols that are read of each before, and those that follow. */
const STRETCHES = 64;
const READ = 64;
const FOLLOW = 64;

/** Keys what is drawn. */
const DRIFT = 0x64726966;

/**
 * How far losses of a text grow apart where a model, having read the 64 symbols before, goes on reading the text, and
 * where it reads what it draws itself. Shorter texts are cut in two. `unknown`, which is never drawn, -1 where there is none.
 */
export function driftOf(context: Context, model: LanguageModel, symbols: Int32Array, unknown: number): Drift {
  const read = Math.max(1, Math.min(READ, Math.floor(symbols.length / 2)));
  const follow = Math.max(1, Math.min(FOLLOW, symbols.length - read));
  const room = Math.max(1, Math.floor(symbols.length / (read + follow)));
  const count = Math.min(STRETCHES, room);
  const starts = Array.from({ length: count }, (_, k) => Math.floor((k * room) / count) * (read + follow));
  const at = (time: number): Int32Array => Int32Array.from(starts, (start) => symbols[start + time]);
  const losses = (isForced: boolean): number[] => {
    const carried = carriedStack(context, model.stack, count);
    const totals = new Array<number>(follow).fill(0);
    try {
      let given = Int32Array.from(
        { length: read * count },
        (_, k) => symbols[starts[k % count] + Math.floor(k / count)],
      );
      for (let t = 0; t < follow; t++) {
        const wanted = at(read + t);
        given = context.step(() =>
          noGradient(context, () => {
            const { logits, final } = model.run(packedSymbols(context, given, count), {
              initial: carried.state,
            });
            carried.keep(final);
            const size = logits.shape[1];
            const all = logits.toArray().slice(-count * size);
            return Int32Array.from(wanted, (symbol, lane) => {
              const scores = Float64Array.from(all.subarray(lane * size, (lane + 1) * size));
              totals[t] += lossOf(scores, symbol);
              if (isForced) return symbol;
              if (unknown >= 0) scores[unknown] = -Infinity;
              return sample(scores, uniform(stream(DRIFT, lane), t));
            });
          }),
        );
      }
    } finally {
      carried.dispose();
    }
    return totals;
  };
  return { forced: losses(true), own: losses(false), counts: new Array<number>(follow).fill(count) };
}

/** -log softmax(scores)[symbol] */
function lossOf(scores: Float64Array, symbol: number): number {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  return most + Math.log(total) - scores[symbol];
}

/** What the tables of drift are called here. */
export const driftNames: DriftNames = {
  title: 'Loss in nats by position, reading the text and reading what it draws itself',
  step: 'symbol',
  columns: ['text', 'own', 'gap'],
};

/** From which position on a model has drifted: by its own symbols those of the text stay less than half as likely. */
export function driftNote(drift: Drift): string {
  const from = driftedFrom(drift, (forced, own) => own - forced > Math.LN2);
  const read = 'after 64 symbols of the text';
  return from === undefined
    ? `It has not drifted at the end, ${drift.counts.length} symbols of its own ${read}: those of the text are more than half as likely.`
    : `It has drifted from symbol ${from} of its own on, ${read}: those of the text are less than half as likely.`;
}
