import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folder } from './madeFolder.ts';

export type Manifest = { files: Record<string, { name: string; sha256: string; bytes: number }> } & Record<
  string,
  unknown
>;

/** A copy of a model, `newly-damaged`. */
export async function damaged(
  model: string,
  damage: (path: (name: string) => string, manifest: Manifest) => Promise<void>,
) {
  const copy = join(folder, 'newly-damaged');
  await rm(copy, { recursive: true, force: true });
  await cp(join(folder, model), copy, { recursive: true });
  const manifest: Manifest = JSON.parse(await readFile(join(copy, 'model.json'), 'utf8'));
  await damage((name) => join(copy, name), manifest);
}

/** A safetensors file with this header and some bytes of data. */
export function forged(header: string, data = 64, length = BigInt(header.length)): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(8 + header.length + data);
  new DataView(file.buffer).setBigUint64(0, length, true);
  new TextEncoder().encodeInto(header, file.subarray(8));
  return file;
}

/** What a header says of a tensor. */
export const tensor = (shape: string, begin: number | string, end: number | string): string =>
  `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;
