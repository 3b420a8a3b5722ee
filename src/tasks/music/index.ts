import { platform } from '#platform';
import type { StoredModel } from '../../formats/model/manifest.ts';
import { type FitOptions, fitTask, splitOptions } from '../fitTask.ts';
import type { Engine } from '../task.ts';
import { type Composer, composer } from './composer.ts';
import { musicData } from './data.ts';
import { fit as fitHere } from './fit.ts';
import type { MusicOptions } from './options.ts';
import type { Piece } from './pianoRoll.ts';

export type { Composer, CompositionOptions } from './composer.ts';
export type { MusicOptions } from './options.ts';
export type { Piece } from './pianoRoll.ts';
export { toMidi } from './toMidi.ts';

/**
 * Trains a model of polyphonic music on pieces; a random tenth is held out to validate on, unless `valid` or
 * `validFraction` says otherwise. Throws `bad-data`, `bad-argument`, `interrupted`, `not-finite`.
 */
export async function fit(
  pieces: readonly Piece[],
  options: Omit<MusicOptions, 'validFile'> & FitOptions & { readonly valid?: readonly Piece[] } = {},
): Promise<Composer> {
  const { valid, ...given } = options;
  const split = splitOptions(given);
  const named = (name: string, value: readonly Piece[]): { name: string; text: string } => ({
    name,
    text: JSON.stringify(value),
  });
  const data = await musicData(platform, named('pieces', pieces), given, valid && named('valid', valid));
  return composer(await fitTask('music', fitHere, data, split), split.runtime);
}

/** Opens a trained model. Throws `bad-model`. */
export function open(model: StoredModel, engine: Engine = {}): Promise<Composer> {
  return composer(model, engine);
}
