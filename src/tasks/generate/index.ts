import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { textData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { GenerateOptions } from './options.ts';
import { type TextGenerator, textGenerator } from './textGenerator.ts';

export type { GenerateOptions, Unit } from './options.ts';
export type { GenerationOptions, TextGenerator } from './textGenerator.ts';

/**
 * Trains a language model on a text; the last tenth is held out to validate on, unless `valid` or `validFraction` says
 * otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  text: string,
  options: GenerateOptions & FitOptions & { readonly valid?: string } = {},
): Promise<TextGenerator> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const data = await textData(platform, text, { name: 'text', valid, validFraction: given.validFraction });
  return textGenerator(await fitTask('generate', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<TextGenerator> {
  return textGenerator(model, engine);
}
