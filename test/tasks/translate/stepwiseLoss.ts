import { nextScores } from '../../../src/nn/decoder/nextScores.ts';
import type { TranslateModel } from '../../../src/tasks/translate/translateModel.ts';
import type { Context } from '../../../src/tensor/context.ts';
import { noGradient } from '../../../src/tensor/tape.ts';

export interface Batch {
  readonly sources: readonly Int32Array[];
  readonly targets: readonly Int32Array[];
}

export const batchOf = (sources: number[][], targets: number[][]): Batch => ({
  sources: sources.map((list) => Int32Array.from(list)),
  targets: targets.map((list) => Int32Array.from(list)),
});

/** The mean loss of the targets' symbols as a search takes its steps: target by target, symbol by symbol. */
export function stepwiseLoss(context: Context, model: TranslateModel, { sources, targets }: Batch): number {
  const losses = sources.flatMap((source, k) =>
    context.step(() =>
      noGradient(context, () => {
        const next = nextScores(context, model, [source], []);
        return Array.from(
          targets[k].subarray(1),
          (wanted, t) => -next(targets[k].subarray(t, t + 1), Int32Array.of(0), ({ rows }) => rows[wanted]),
        );
      }),
    ),
  );
  return losses.reduce((a, b) => a + b) / losses.length;
}

/** The loss of all at once. */
export const lossOf = (context: Context, model: TranslateModel, batch: Batch): number =>
  context.step(() => noGradient(context, () => model.loss(batch).loss.item()));
