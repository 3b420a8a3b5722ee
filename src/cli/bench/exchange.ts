import type { Files } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';
import type { Given, Results } from './network.ts';

/** The names and shapes of tensors in the order in which they lie in a file: float32, little-endian, nothing between. */
export type TensorList = readonly { readonly name: string; readonly shape: readonly number[] }[];

/** Writes tensors to a file, one after another, and gives their list. */
export async function writeTensors(files: Files, path: string, tensors: Given): Promise<TensorList> {
  const all = Object.values(tensors).map(({ data }) => data);
  const floats = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const data of all) {
    floats.set(data, at);
    at += data.length;
  }
  await files.write(path, new Uint8Array(floats.buffer));
  return Object.entries(tensors).map(([name, { shape }]) => ({ name, shape }));
}

/** Reads the tensors of a list back. Throws `bad-format` where the file has another length. */
export async function readTensors(files: Files, path: string, list: TensorList): Promise<Results> {
  const { buffer, byteOffset, byteLength } = await files.read(path);
  const results: Record<string, Float32Array> = {};
  let at = 0;
  for (const { name, shape } of list) {
    const length = shape.reduce((product, n) => product * n, 1);
    if (at + 4 * length <= byteLength) results[name] = new Float32Array(buffer, byteOffset + at, length);
    at += 4 * length;
  }
  if (at === byteLength) return results;
  const what = `the file has ${byteLength} bytes, and its list says ${at}`;
  return fail('bad-format', path, what, 'Mend the peer that wrote it.');
}
