import type { SentencePair } from '../../data/parallel/sentencePair.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import { noGradient } from '../../tensor/tape.ts';
import { nextScores } from '../../nn/decoder/nextScores.ts';
import type { Coding } from './coding.ts';
import type { TranslateModel } from './translateModel.ts';

/** How many probes, their characters at most, and how many scores of each are kept. */
const PROBES = 3;
const LENGTH = 60;
const SCORES = 32;

/** The log-probabilities of the first symbol of a text's translation: the first few of them. */
export function probeModel(
  context: Context,
  model: TranslateModel,
  { ofSource, target }: Coding,
  text: string,
): number[] {
  return context.step(() =>
    noGradient(context, () => {
      const next = nextScores(context, model, [ofSource(text)], []);
      return next(Int32Array.of(target.begin), Int32Array.of(0), ({ rows }) =>
        Array.from(rows.subarray(0, SCORES)),
      );
    }),
  );
}

/** Texts of the training data with the model's scores. */
export function probesOf(
  context: Context,
  model: TranslateModel,
  coding: Coding,
  pairs: readonly SentencePair[],
): ModelManifest['probes'] {
  return pairs.slice(0, PROBES).map(({ source }) => {
    const input = source.slice(0, LENGTH);
    return { input, output: probeModel(context, model, coding, input) };
  });
}
