import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail } from '../../support/errors.ts';
import { nearestNames } from '../../support/nearestNames.ts';
import { failSystem, isSystemError } from './systemError.ts';

/** One read call of the system takes fewer than 2 GiB. */
const CHUNK = 2 ** 30;

/** The whole content of a file of any size. Throws `file-missing`, with the nearest names in its folder. */
export async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await open(path, 'r');
    try {
      return await readAll(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return failMissing(path);
    failSystem('file-missing', path, 'cannot be read', error);
  }
}

async function readAll(file: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  const status = await file.stat();
  // Pipes, devices and /proc have no size: read until they end.
  if (!status.isFile() || status.size === 0) return plain(await file.readFile());
  const bytes = new Uint8Array(status.size);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, Math.min(CHUNK, bytes.length - length));
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

/** Throws `file-missing` for `path`: names what else its folder holds, or the folder if that is missing too. */
export async function failMissing(path: string): Promise<never> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    const isFile = (await stat(folder).catch(() => undefined))?.isFile();
    const what = isFile ? `${folder} is a file, not a folder` : `there is no folder ${folder}`;
    fail('file-missing', path, what, 'Check the path.');
  }
  const nearest = nearestNames(basename(path), names);
  const remedy = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'Check the path.';
  fail('file-missing', path, `there is no such file in ${folder === '.' ? 'this folder' : folder}`, remedy);
}

function plain(buffer: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
