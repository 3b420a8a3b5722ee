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
  const content = input.kind === 'text' ? Int32Array.from(values) : Float64Array.from(values);
  return Array.from(probabilitiesOf(context, model, [content])[0]);
}

/** Sequences of the training data, or their first steps, with the model's probabilities. */
export function probesOf(
  context: Context,
  model: ClassifyModel,
  input: ModelInput,
  contents: readonly Encoded[],
): ModelManifest['probes'] {
  const channels = input.kind === 'text' ? 1 : input.channels.length;
  const isFree = input.kind === 'text' || input.order === undefined;
  return contents.slice(0, PROBES).map((content) => {
    const some = isFree ? content.slice(0, Math.max(1, Math.floor(LENGTH / channels)) * channels) : content;
    const probe = Array.from(some, (value) => (Number.isNaN(value) ? null : value));
    return { input: probe, output: probeModel(context, model, input, probe) };
  });
}
