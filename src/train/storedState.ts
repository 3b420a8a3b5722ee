import { readSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import type { StoredTensor } from '../formats/storedTensor.ts';
import type { Parameters } from '../nn/parameters.ts';
import { fail } from '../support/errors.ts';
import type { Json } from '../support/json.ts';
import { formatShape } from '../tensor/tensor.ts';
import type { SavedState } from './savedState.ts';
import { restore, type Values, type Weights } from './snapshot.ts';

const stored = (data: Values, shape: readonly number[]): StoredTensor =>
  data instanceof Float64Array
    ? { dtype: 'F64', shape: [...shape], data }
    : data instanceof Float32Array
      ? { dtype: 'F32', shape: [...shape], data }
      : { dtype: 'I32', shape: [...shape], data };

/** The file of a model's weights: parameters under their names, with their shapes. */
export function writeWeights(parameters: Parameters, weights: Weights): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    Object.entries(parameters).map(([name, { shape }]): [string, StoredTensor] => [
      name,
      stored(weights[name], shape),
    ]),
  );
}

/** Puts a file of weights into parameters. Throws `bad-model` where names or shapes are others. */
export function loadWeights(parameters: Parameters, bytes: Uint8Array, where: string): void {
  const { tensors } = readSafetensors(bytes, where);
  const remedy = 'The file belongs to another model: train again, or give the folder that holds both';
  const values: Record<string, Values> = {};
  for (const [name, { shape }] of Object.entries(parameters)) {
    const tensor = tensors.get(name);
    if (tensor === undefined) fail('bad-model', where, `it has no tensor ${name}`, remedy);
    if (tensor.shape.join() !== shape.join()) {
      fail(
        'bad-model',
        where,
        `${name} has shape ${formatShape(tensor.shape)}, the model has ${formatShape(shape)}`,
        remedy,
      );
    }
    if (tensor.dtype !== 'F32' && tensor.dtype !== 'F64')
      fail('bad-model', where, `${name} holds ${tensor.dtype}`, remedy);
    values[name] = tensor.data;
  }
  const unknown = [...tensors.keys()].find((name) => !(name in parameters));
  if (unknown !== undefined) fail('bad-model', where, `the model has no tensor ${unknown}`, remedy);
  restore(parameters, values);
}

/** The file of all else that a resume needs. */
export function writeState({ tensors, json }: SavedState): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).map(([name, data]): [string, StoredTensor] => [
    name,
    stored(data, [data.length]),
  ]);
  return writeSafetensors(entries, { training: JSON.stringify(json) });
}

/** Throws `bad-format`, `bad-model`. */
export function readState(bytes: Uint8Array, where: string): SavedState {
  const { tensors, metadata } = readSafetensors(bytes, where);
  if (metadata.training === undefined) {
    fail('bad-model', where, 'it holds no state of a training', 'Train again, or resume from another folder');
  }
  const values: Record<string, Values> = {};
  for (const [name, tensor] of tensors) {
    if (tensor.dtype === 'F32' || tensor.dtype === 'F64' || tensor.dtype === 'I32')
      values[name] = tensor.data;
  }
  return { tensors: values, json: JSON.parse(metadata.training) as Json };
}
