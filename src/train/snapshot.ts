import type { Parameters } from '../nn/parameters.ts';
import { fail } from '../support/errors.ts';
import { formatShape } from '../tensor/tensor.ts';

/** Numbers of a tensor, row by row. */
export type Values = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Copies of parameters' values by name: what a reader uses while training goes on, and what is gone back to. */
export type Weights = Readonly<Record<string, Values>>;

/** Copies the values. Taken between steps (in `onProgress`, or while `train` awaits) they belong to one step. */
export function snapshot(parameters: Parameters): Weights {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tensor.toArray()]));
}

/** Puts the values back. Throws `bad-model` where names or sizes differ; then nothing has changed. */
export function restore(parameters: Parameters, weights: Weights): void {
  for (const [name, { shape, size }] of Object.entries(parameters)) {
    const values = weights[name];
    if (values?.length === size) continue;
    const found = values === undefined ? 'are missing' : `have ${values.length} numbers`;
    fail(
      'bad-model',
      'restore',
      `the weights of "${name}" ${found}, the parameter has shape ${formatShape(shape)}`,
      'Use weights of the same model',
    );
  }
  for (const [name, tensor] of Object.entries(parameters)) tensor.set(weights[name]);
}
