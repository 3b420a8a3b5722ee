import type { FeatureSequence } from '../../data/transcript/featureSequence.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranscribeModel } from './transcribeModel.ts';

/** How many probes, their steps at most, and how many scores of each are kept. */
const PROBES = 3;
const LENGTH = 24;
const SCORES = 32;

/** The scores of the classes at a sequence's first steps, its numbers in a row: the first few of them. */
export function probeModel(
  context: Context,
  model: TranscribeModel,
  numbers: readonly number[],
  width: number,
): number[] {
  return context.step(() =>
    noGradient(context, () => {
      const scores = model.run({ sequences: [{ features: Float32Array.from(numbers), width }] });
      return Array.from(toSequence(scores).data.toArray().slice(0, SCORES));
    }),
  );
}

/** Sequences of the training data with the model's scores. */
export function probesOf(
  context: Context,
  model: TranscribeModel,
  sequences: readonly FeatureSequence[],
): ModelManifest['probes'] {
  return sequences.slice(0, PROBES).map(({ features, width }) => {
    const input = Array.from(features.subarray(0, LENGTH * width));
    return { input, output: probeModel(context, model, input, width) };
  });
}
