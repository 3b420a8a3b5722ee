import { carriedStack } from '../../nn/stack/carriedStack.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { LanguageModel } from './languageModel.ts';
import { lanesOf } from './lanes.ts';
import { packedSymbols } from './packedSymbols.ts';

/** Symbols that a lane reads of the stretch before its own: a state of zero in the midst of a text may be one never met. */
const RUN_UP = 64;

/**
 * Mean negative log-probability in nats of each symbol of a text but the first, given all before it: the state is
 * carried from start to end. With `lanes` above 1 the text is cut into as many stretches that are read side by side,
 * each with a short run-up: faster, and nearly the same.
 */
export function scoreText(
  context: Context,
  model: LanguageModel,
  symbols: Int32Array,
  options: { lanes?: number; steps?: number } = {},
): number {
  const lanes = lanesOf(symbols, { count: options.lanes ?? 1, steps: options.steps ?? 256 });
  const carried = carriedStack(context, model.stack, lanes.count);
  const read = (chunk: Parameters<typeof lanes.read>[0]): { readonly loss: number; readonly count: number } =>
    context.step(() =>
      noGradient(context, () => {
        const { inputs, targets } = lanes.read(chunk);
        const next = context.tensor(targets, [targets.length], 'int32');
        const { loss, final } = model.loss(packedSymbols(context, inputs, lanes.count), next, {
          initial: carried.state,
        });
        carried.keep(final);
        return { loss: loss.item(), count: targets.length };
      }),
    );
  if (lanes.count > 1) {
    const steps = Math.min(RUN_UP, lanes.length);
    read({ at: -steps, steps });
    carried.clear(1);
  }
  let sum = 0;
  let total = 0;
  for (const chunk of lanes.chunks) {
    const { loss, count } = read(chunk);
    sum += loss * count;
    total += count;
  }
  carried.dispose();
  return sum / total;
}
