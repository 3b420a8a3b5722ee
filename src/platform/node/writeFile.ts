import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile as writeInPlace } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failSystem } from './systemError.ts';

/**
 * Writes a whole file or leaves the old one: to a temporary name beside it (`.<name>.<hex>.tmp`), flushed to the
 * disk, then renamed. Throws `file-write` with the system's reason; the temporary file is removed.
 */
export async function writeFile(path: string, content: Uint8Array | string): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path); // a link stays a link
    const status = await stat(target).catch(() => undefined);
    const isDevice = status !== undefined && !status.isFile() && !status.isDirectory();
    if (isDevice) await writeInPlace(target, content);
    else await replace(target, content, status?.mode);
  } catch (error) {
    failSystem('file-write', path, 'cannot be written', error);
  }
}

async function replace(path: string, content: Uint8Array | string, mode: number | undefined): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the rename itself survive a power failure, where the system can flush a folder (Windows cannot). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
