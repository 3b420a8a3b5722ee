import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { tagData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { TagOptions } from './options.ts';
import { checkStored } from './storedTagger.ts';
import { asRead, type SentenceWithTags, type Tagger, tagger } from './tagger.ts';

export type { TagOptions } from './options.ts';
export type { SentenceWithTags, Tagged, Tagger } from './tagger.ts';

/** What only the command line's files need. */
type OfFiles = 'vectors' | 'format' | 'column' | 'tokenColumn' | 'validFile';

/**
 * Trains a tagger on sentences; a tenth is held out to validate on, unless `valid` or `validFraction` says otherwise.
 * Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  sentences: readonly SentenceWithTags[],
  options: Omit<TagOptions, OfFiles> & FitOptions & { readonly valid?: readonly SentenceWithTags[] } = {},
): Promise<Tagger> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const data = await tagData(platform, asRead(sentences), {
    ...given,
    name: 'sentences',
    ...(valid && { valid: asRead(valid) }),
    ...(given.from && { known: checkStored(given.from.manifest).vocabulary }),
  });
  return tagger(await fitTask('tag', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Tagger> {
  return tagger(model, engine);
}
