import type { TaggedSentence } from '../../data/tags/taggedSentence.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { Encoder } from './encoder.ts';
import type { TagModel } from './tagModel.ts';

/** How many probes, their tokens at most, and how many scores of each are kept. */
const PROBES = 3;
const LENGTH = 24;
const SCORES = 32;

/** The scores of the tags of a sentence's first tokens: the first few of them. */
export function probeModel(
  context: Context,
  model: TagModel,
  { encode }: Encoder,
  tokens: readonly string[],
): number[] {
  return context.step(() =>
    noGradient(context, () => {
      const { emissions } = model.run({ sentences: [encode({ tokens })] });
      return Array.from(toSequence(emissions).data.toArray().slice(0, SCORES));
    }),
  );
}

/** Sentences of the training data with the model's scores. */
export function probesOf(
  context: Context,
  model: TagModel,
  encoder: Encoder,
  sentences: readonly TaggedSentence[],
): ModelManifest['probes'] {
  return sentences.slice(0, PROBES).map(({ tokens }) => {
    const input = tokens.slice(0, LENGTH);
    return { input, output: probeModel(context, model, encoder, input) };
  });
}
