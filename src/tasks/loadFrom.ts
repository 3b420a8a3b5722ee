import type { StoredModel } from '../formats/model/manifest.ts';
import type { Parameters } from '../nn/parameters.ts';
import { loadWeights } from '../train/storedState.ts';

/** Gives parameters the weights of the model that a training goes on from, if there is one. Throws `bad-model`. */
export function loadFrom(parameters: Parameters, from: StoredModel | undefined): void {
  if (from) loadWeights(parameters, from.blobs.weights, from.manifest.files.weights.name);
}
