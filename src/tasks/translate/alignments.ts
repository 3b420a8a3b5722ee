import { attendedBy, type Written } from '../../nn/decoder/attendedBy.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranslateModel } from './translateModel.ts';

const BATCH = 64;

/**
 * What decoders attend to as they write: for each symbol its weights over the positions of the source, which add up to 1;
 * the mean over the models, all of which attend.
 */
export function alignments(
  context: Context,
  models: readonly TranslateModel[],
  written: readonly Written<Int32Array>[],
  begin: number,
): number[][][] {
  const all: number[][][] = [];
  for (let from = 0; from < written.length; from += BATCH) {
    const some = written.slice(from, from + BATCH);
    const own = models.map((model) =>
      context.step(() => noGradient(context, () => attendedBy(context, model, some, begin))),
    );
    const share = 1 / models.length;
    const [first, ...others] = own;
    all.push(
      ...first.map((rows, k) =>
        rows.map((row, t) =>
          row.map((weight, s) => share * others.reduce((sum, other) => sum + other[k][t][s], weight)),
        ),
      ),
    );
  }
  return all;
}
