import { platform } from '#platform';
import type { LabelledReading } from '../../data/labelled/labelledSequence.ts';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { type Classifier, classifier } from './classifier.ts';
import { classifyData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { ClassifyOptions } from './options.ts';
import { asRead, type SequenceWithLabel } from './programSequences.ts';
import { checkStored } from './storedClassifier.ts';

export type { GrayImage } from '../../data/image/grayImage.ts';
export type { Classified } from './classified.ts';
export type { Classifier } from './classifier.ts';
export type { ClassStream } from './classStream.ts';
export type { ClassifyOptions } from './options.ts';
export type { SequenceContent, SequenceWithLabel, Step } from './programSequences.ts';

/** What only the command line's files need. */
type OfFiles = keyof LabelledReading | 'validFile';

/**
 * Trains a classifier on labelled sequences: texts, or steps of numbers. A tenth is held out to validate on, unless
 * `valid` or `validFraction` says otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  sequences: readonly SequenceWithLabel[],
  options: Omit<ClassifyOptions, OfFiles> &
    FitOptions & { readonly valid?: readonly SequenceWithLabel[] } = {},
): Promise<Classifier> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const data = await classifyData(platform, asRead(sequences), {
    ...given,
    name: 'sequences',
    ...(valid && { valid: asRead(valid).sequences }),
    ...(given.from && { known: checkStored(given.from.manifest).vocabulary }),
  });
  return classifier(await fitTask('classify', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Classifier> {
  return classifier(model, engine);
}
