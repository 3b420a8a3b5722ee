import type { Coder } from '../../data/text/coder/coder.ts';
import { speakers } from '../../data/dialog/dialog.ts';
import { retrace } from '../../nn/decoder/retrace.ts';
import { lastState } from '../../nn/stack/lastState.ts';
import { inference } from '../../nn/pass.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ChatModel } from './chatModel.ts';
import type { History } from './dialogEncoder.ts';

/** What a model attended to as it wrote a reply. */
export interface Attention {
  /** Symbols of the history, or its turns where the model is hierarchical. */
  readonly read: readonly string[];
  readonly written: readonly string[];
  /** By symbol of the reply: a weight for each that was read; they add up to 1. */
  readonly weights: readonly (readonly number[])[];
}

/** How a reply came about. */
export interface ReplyTrace {
  /** The state that the history left. */
  readonly context: readonly number[];
  /** For a model that attends. */
  readonly attention?: Attention;
}

/** The trace of a reply of `symbols`; `read`: what the positions are that can be attended to. */
export function traceReply(
  context: Context,
  { history: encoder, replier }: Pick<ChatModel, 'history' | 'replier'>,
  history: History,
  { symbols, read, coder }: { symbols: readonly number[]; read: readonly string[]; coder: Coder },
): ReplyTrace {
  return context.step(() =>
    noGradient(context, () => {
      const { final } = encoder.run([history], inference);
      const state = Array.from(lastState(final, encoder).toArray());
      const [{ weights } = { weights: [] }] =
        replier.mode === 'generate'
          ? retrace(context, replier, [{ source: history, symbols }], coder.begin)
          : [];
      if (!weights.some(({ length }) => length > 0)) return { context: state };
      return { context: state, attention: { read, written: symbols.map(coder.nameOf), weights } };
    }),
  );
}

/** What symbols of a history read like, speakers' marks among them. */
export const namesOf = (symbols: Int32Array, coder: Coder): string[] =>
  Array.from(symbols, (symbol) =>
    symbol < coder.size ? coder.nameOf(symbol) : `${speakers[symbol - coder.size]}:`,
  );
