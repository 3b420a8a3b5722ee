import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { translateData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import { keepUnits, type TranslateOptions } from './options.ts';
import { checkStored } from './storedTranslator.ts';
import { asRead, type Pair, type Translator, translator } from './translator.ts';

export type { TranslateOptions } from './options.ts';
export type {
  EvaluationOptions,
  Pair,
  Translator,
} from './translator.ts';
export type { EncodedText } from './encodedText.ts';
export type { Alignment, Translation } from './translation.ts';
export type { TranslationOptions } from './translationOptions.ts';

/** What only the command line's files need. */
type OfFiles = 'format' | 'validFile' | 'validTarget';

/**
 * Trains a translator on texts and what they are to become; a tenth is held out to validate on, unless `valid` or
 * `validFraction` says otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  pairs: readonly Pair[],
  options: Omit<TranslateOptions, OfFiles> & FitOptions & { readonly valid?: readonly Pair[] } = {},
): Promise<Translator> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const known = given.from && checkStored(given.from.manifest).languages;
  const data = await translateData(
    platform,
    {
      pairs: asRead(pairs, given.skipBad),
      ...(valid && { valid: asRead(valid, given.skipBad) }),
      name: 'pairs',
    },
    keepUnits(given, known),
  );
  return translator([await fitTask('translate', fitHere, data, split)], split.runtime);
}

/**
 * Opens a trained model, or several of the same vocabulary, which translate together: by the mean of their probabilities.
 * Throws `bad-model`, and `bad-argument` where vocabularies differ.
 */
export function open(
  model: StoredModel | readonly [StoredModel, ...StoredModel[]],
  engine: Engine = {},
): Promise<Translator> {
  return translator('manifest' in model ? [model] : model, engine);
}
