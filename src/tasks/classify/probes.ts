import { cropped, type Picture } from '../../data/labelled/picture.ts';
import type { ModelManifest } from '../../formats/model/manifest.ts';
import type { Context } from '../../tensor/context.ts';
import type { Json } from '../../support/json.ts';
import type { ModelInput } from './classes.ts';
import type { ClassifyModel } from './classifyModel.ts';
import type { Encoded } from './encoder.ts';
import { probabilitiesOf } from './probabilitiesOf.ts';

/** How many probes, and their numbers at most, where their length is free. */
const PROBES = 3;
const LENGTH = 256;

/** The probabilities of a stored probe: symbols or numbers, null where one is missing. */
export function probeModel(context: Context, model: ClassifyModel, input: ModelInput, probe: Json): number[] {
  const values = (probe as (number | null)[]).map((value) => value ?? Number.NaN);
  const arrays = { text: Int32Array, numbers: Float64Array, grid: Float32Array };
  const content = arrays[input.kind].from(values);
  return Array.from(probabilitiesOf(context, model, [content])[0]);
}

/** Sequences of the training data, or their first steps, with the model's probabilities. */
export function probesOf(
  context: Context,
  model: ClassifyModel,
  input: ModelInput,
  contents: readonly Encoded[],
): ModelManifest['probes'] {
  return contents.slice(0, PROBES).map((content) => {
    const some = beginning(input, content);
    const probe = Array.from(some, (value) => (Number.isNaN(value) ? null : value));
    return { input: probe, output: probeModel(context, model, input, probe) };
  });
}

/** A sequence's first steps, or a picture's corner; all of it where the model needs that. */
function beginning(input: ModelInput, content: Encoded): Encoded {
  if (input.kind === 'grid') return cropped(content as Picture, Math.sqrt(LENGTH));
  if (input.kind === 'numbers' && input.order !== undefined) return content;
  const channels = input.kind === 'text' ? 1 : input.channels.length;
  return content.slice(0, Math.max(1, Math.floor(LENGTH / channels)) * channels);
}
