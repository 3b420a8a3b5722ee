import { type FeatureSequence, stepsOf } from '../../data/transcript/featureSequence.ts';
import { type AlignedLabel, ctcAlign } from '../../nn/search/ctcAlign.ts';
import { ctcBeam } from '../../nn/search/ctcBeam.ts';
import { ctcBestPath, type Labelling } from '../../nn/search/ctcBestPath.ts';
import type { Context } from '../../tensor/context.ts';
import { logSoftmax } from '../../tensor/operations/logSoftmax.ts';
import { toSequence } from '../../tensor/ragged/toSequence.ts';
import { noGradient } from '../../tensor/tape.ts';
import type { TranscribeModel } from './transcribeModel.ts';

/** How a model's outputs are read. */
export interface Decoding {
  /** Prefixes that the search keeps; 1: the best path. */
  readonly beam: number;
  /** How many labellings are wanted. */
  readonly best?: number;
  /** Whether the best one is to be aligned with time. */
  readonly trace?: boolean;
}

/** What a model says of a sequence of T steps. */
export interface Transcription {
  /** Best first; at least one. */
  readonly best: readonly Labelling[];
  /** Where the labels of the best one stand, in steps of the sequence; undefined unless asked for. */
  readonly aligned?: readonly AlignedLabel[];
  /** The probabilities of the classes [steps after stacking, K], where it was aligned. */
  readonly probabilities?: Float32Array;
}

const BATCH = 64;

/** Transcribes sequences, `stack` steps of which the model reads as one. */
export function transcribeSequences(
  context: Context,
  model: TranscribeModel,
  sequences: readonly Pick<FeatureSequence, 'features' | 'width'>[],
  stack: number,
  decoding: Decoding,
): Transcription[] {
  const answers: Transcription[] = [];
  for (let from = 0; from < sequences.length; from += BATCH) {
    const some = sequences.slice(from, from + BATCH);
    const { scores, starts, classes } = context.step(() =>
      noGradient(context, () => {
        const { data, structure } = toSequence(model.run({ sequences: some }));
        const scores = logSoftmax(data).toArray() as Float32Array;
        return { scores, starts: structure.starts, classes: data.shape[1] };
      }),
    );
    some.forEach((sequence, k) => {
      const own = scores.slice(starts[k] * classes, starts[k + 1] * classes);
      answers.push(decode(own, classes, decoding, { stack, steps: stepsOf(sequence) }));
    });
  }
  return answers;
}

function decode(
  scores: Float32Array,
  classes: number,
  { beam, best: count = 1, trace = false }: Decoding,
  { stack, steps }: { readonly stack: number; readonly steps: number },
): Transcription {
  const best =
    beam === 1 && count === 1
      ? [ctcBestPath(scores, classes)]
      : ctcBeam(scores, classes, { width: Math.max(beam, count), count });
  if (!trace) return { best };
  const aligned = ctcAlign(scores, classes, best[0].labels).map(({ start, end, ...label }) => ({
    ...label,
    start: stack * start,
    end: Math.min(steps, stack * end),
  }));
  return { best, aligned, probabilities: scores.map(Math.exp) };
}
