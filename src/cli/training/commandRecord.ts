import type { ModelManifest, StoredModel } from '../../formats/model/manifest.ts';
import type { Json } from '../../support/json.ts';
import type { TrainingOptions } from '../../tasks/task.ts';

/** What the command line adds to the training record of a model, so that the run can be continued and replayed. */
export interface CommandRecord {
  /** Paths as they were given. */
  readonly data: readonly string[];
  /** Only what was given, in the task's terms. */
  readonly options: TrainingOptions;
  /** The folder of the model that the weights were taken from. */
  readonly from?: string;
}

/** The model with the record in its manifest, as `training.command`. */
export function withRecord(model: StoredModel, record: CommandRecord): StoredModel {
  const command: Json = { ...record, options: { ...record.options } };
  return { ...model, manifest: { ...model.manifest, training: { ...model.manifest.training, command } } };
}

/** The record of a model, if the command line trained it. */
export function recordOf({ training }: ModelManifest): CommandRecord | undefined {
  const { command } = training;
  if (!isObject(command) || !isObject(command.options) || !Array.isArray(command.data)) return undefined;
  const { options, from } = command;
  const data = command.data.filter((path: Json): path is string => typeof path === 'string');
  if (data.length === 0) return undefined;
  return { data, options, ...(typeof from === 'string' && { from }) };
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
