import { carriedStack } from '../../nn/stack/carriedStack.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { LanguageModel } from './languageModel.ts';
import { lanesOf } from './lanes.ts';
import { packedSymbols } from './packedSymbols.ts';

/**
 * Mean negative log-probability in nats of each symbol of a text but the first, given all before it: the state is
 * carried from start to end. With `lanes` above 1 the text is cut into as many stretches that are read side by side,
 * each from a zero state: faster, and a little worse at their starts.
 */
export function scoreText(
  context: Context,
  model: LanguageModel,
  symbols: Int32Array,
  options: { lanes?: number; steps?: number } = {},
): number {
  const lanes = lanesOf(symbols, { count: options.lanes ?? 1, steps: options.steps ?? 256 });
  const carried = carriedStack(context, model.stack, lanes.count);
  let sum = 0;
  let count = 0;
  for (const chunk of lanes.chunks) {
    const { inputs, targets } = lanes.read(chunk);
    context.step(() =>
      noGradient(context, () => {
        const next = context.tensor(targets, [targets.length], 'int32');
        const { loss, final } = model.loss(packedSymbols(context, inputs, lanes.count), next, {
          initial: carried.state,
        });
        sum += loss.item() * targets.length;
        count += targets.length;
        carried.keep(final);
      }),
    );
  }
  carried.dispose();
  return sum / count;
}
