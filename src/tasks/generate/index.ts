import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import type { Engine, Runtime } from '../task.ts';
import { textData } from './data.ts';
import { fit as fitStored } from './fit.ts';
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
  options: GenerateOptions & Runtime & { readonly valid?: string } = {},
): Promise<TextGenerator> {
  const { backend, threads, onEvent, onLog, signal, control, checkpoint, checkpointSeconds, resume, from, valid, ...own } =
    options;
  const data = await textData(platform, text, {
    name: 'text',
    ...(valid === undefined ? {} : { valid }),
    ...(own.validFraction === undefined ? {} : { validFraction: own.validFraction }),
  });
  const runtime = defined({ backend, threads, onEvent, onLog, signal, control, checkpoint, checkpointSeconds, resume, from });
  return textGenerator(await fitStored(data, own, runtime), runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<TextGenerator> {
  return textGenerator(model, engine);
}
