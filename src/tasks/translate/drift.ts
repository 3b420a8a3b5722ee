import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { NextScores } from '../../nn/search/hypothesis.ts';
import { likeliest } from '../../nn/search/oneByOne.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import { type Drift, driftedFrom, type DriftNames } from '../drift.ts';
import type { Coding } from './coding.ts';
import { ensembleScores } from '../../nn/decoder/ensembleScores.ts';
import type { TranslateModel } from './translateModel.ts';

const BATCH = 64;

/** How the losses of a model, or of several together, grow apart along the targets of pairs. */
export function driftOf(
  context: Context,
  models: readonly TranslateModel[],
  coding: Coding,
  pairs: readonly SentencePair[],
): Drift {
  const [forced, own, counts]: [number[], number[], number[]] = [[], [], []];
  for (let from = 0; from < pairs.length; from += BATCH) {
    const some = pairs.slice(from, from + BATCH);
    const targets = some.map((pair) => coding.ofTarget(pair.target ?? '', pair.source));
    const next = (): NextScores =>
      ensembleScores(
        context,
        models,
        some.map((pair) => coding.ofSource(pair.source)),
        [],
      );
    context.step(() =>
      noGradient(context, () => {
        follow(next(), targets, true, (t, loss) => {
          forced[t] = (forced[t] ?? 0) + loss;
          counts[t] = (counts[t] ?? 0) + 1;
        });
        follow(next(), targets, false, (t, loss) => {
          own[t] = (own[t] ?? 0) + loss;
        });
      }),
    );
  }
  return { forced, own, counts };
}

/** Goes along targets, and tells the loss of each symbol at its position. `isForced`: the decoder reads the targets. */
function follow(
  next: NextScores,
  targets: readonly Int32Array[],
  isForced: boolean,
  tell: (t: number, loss: number) => void,
): void {
  let running = targets.map((target, k) => ({ k, row: k, read: target[0] }));
  for (let t = 0; running.length > 0; t++) {
    running = next(
      Int32Array.from(running, ({ read }) => read),
      Int32Array.from(running, ({ row }) => row),
      ({ rows }) => {
        const size = rows.length / running.length;
        return running.flatMap(({ k }, row) => {
          const part = rows.subarray(row * size, (row + 1) * size);
          const wanted = targets[k][t + 1];
          tell(t, -part[wanted]);
          if (t + 2 >= targets[k].length) return [];
          return [{ k, row, read: isForced ? wanted : likeliest(part, k, t) }];
        });
      },
    );
  }
}

/** The mean loss where the decoder reads the targets. */
export const meanLoss = ({ forced, counts }: Drift): number => sum(forced) / sum(counts);

/** What the tables of drift are called here. */
export const driftNames: DriftNames = {
  title: 'Loss in nats by position, reading the targets and reading its own symbols',
  step: 'symbol',
  columns: ['targets', 'own', 'gap'],
};

/** From which position on a model has drifted: by its own symbols the targets' stay less than half as likely. */
export function driftNote(drift: Drift): string {
  const from = driftedFrom(drift, (forced, own) => own - forced > Math.LN2);
  return from === undefined
    ? 'It has not drifted at the end: by its own symbols the last ones of the targets are more than half as likely.'
    : `It has drifted from symbol ${from} on: by its own symbols those of the targets are less than half as likely.`;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
