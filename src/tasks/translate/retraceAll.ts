import { type Retraced, retrace, type Written } from '../../nn/decoder/retrace.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranslateModel } from './translateModel.ts';

const BATCH = 64;

/** Goes again through what was written of sources with their ends. */
export function retraceAll(
  context: Context,
  model: TranslateModel,
  written: readonly Written<Int32Array>[],
  begin: number,
): Retraced[] {
  const all: Retraced[] = [];
  for (let from = 0; from < written.length; from += BATCH) {
    const some = written.slice(from, from + BATCH);
    all.push(...context.step(() => noGradient(context, () => retrace(context, model, some, begin))));
  }
  return all;
}

/**
 * What decoders attend to as they write: for each symbol its weights over the positions of the source; the mean over the
 * models, all of which attend.
 */
export function alignments(
  context: Context,
  models: readonly TranslateModel[],
  written: readonly Written<Int32Array>[],
  begin: number,
): (readonly (readonly number[])[])[] {
  const [first, ...others] = models.map((model) => retraceAll(context, model, written, begin));
  if (others.length === 0) return first.map(({ weights }) => weights);
  const share = 1 / models.length;
  return first.map(({ weights }, k) =>
    weights.map((row, t) =>
      row.map((weight, s) => share * others.reduce((sum, other) => sum + other[k].weights[t][s], weight)),
    ),
  );
}
