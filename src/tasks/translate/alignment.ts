import { QueryRows } from '../../nn/attention/queryRows.ts';
import type { Context } from '../../tensor/context.ts';
import { Structure } from '../../tensor/ragged/structure.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranslateModel } from './translateModel.ts';

/**
 * What a decoder attends to as it writes `symbols` of one source: for each of them its weights over the source's positions,
 * which add up to 1. None where it does not attend.
 */
export function alignment(
  context: Context,
  model: TranslateModel,
  source: Int32Array,
  symbols: readonly number[],
  begin: number,
): number[][] {
  return context.step(() =>
    noGradient(context, () => {
      const { memory, state: first } = model.decoder.begin(model.encode([source]));
      const rows = new QueryRows(memory.structure, [0]);
      const structure = Structure.of([1]);
      let state = first;
      return symbols.flatMap((_, t) => {
        const data = context.tensor([t === 0 ? begin : symbols[t - 1]], [1], 'int32');
        const step = model.decoder.step(
          model.embed({ data, structure, layout: 'packed' }),
          state,
          memory,
          rows,
        );
        ({ state } = step);
        return step.attended ? [Array.from(step.attended.weights.toArray())] : [];
      });
    }),
  );
}
