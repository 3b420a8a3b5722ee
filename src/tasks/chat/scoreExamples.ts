import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { ChatModel } from './chatModel.ts';
import type { Example } from './examples.ts';

const BATCH = 128;

/** The loss of replies, as in training: the mean over their symbols, or over replies among those of a batch. */
export function scoreExamples(
  context: Context,
  model: Pick<ChatModel, 'loss'>,
  examples: readonly Example[],
): number {
  let [sum, count] = [0, 0];
  for (let from = 0; from < examples.length; from += BATCH) {
    const some = examples.slice(from, from + BATCH);
    const { loss, tokens } = context.step(() =>
      noGradient(context, () => {
        const made = model.loss({
          histories: some.map(({ history }) => history),
          replies: some.map(({ reply }) => reply),
        });
        return { loss: made.loss.item(), tokens: made.tokens };
      }),
    );
    sum += loss * tokens;
    count += tokens;
  }
  return sum / Math.max(1, count);
}
