import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Coding } from './coding.ts';
import type { TranslateModel } from './translateModel.ts';

const BATCH = 64;

/** The mean negative log-probability of the targets' symbols, their ends among them, in nats. */
export function scorePairs(
  context: Context,
  model: TranslateModel,
  coding: Coding,
  pairs: readonly SentencePair[],
): number {
  let [sum, count] = [0, 0];
  for (let from = 0; from < pairs.length; from += BATCH) {
    const some = pairs.slice(from, from + BATCH);
    const { loss, tokens } = context.step(() =>
      noGradient(context, () => {
        const made = model.loss({
          sources: some.map((pair) => coding.ofSource(pair.source)),
          targets: some.map((pair) => coding.ofTarget(pair.target ?? '', pair.source)),
        });
        return { loss: made.loss.item(), tokens: made.tokens };
      }),
    );
    sum += loss * tokens;
    count += tokens;
  }
  return sum / Math.max(1, count);
}
