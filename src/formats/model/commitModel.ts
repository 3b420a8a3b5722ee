import type { Files } from '../../platform/platform.ts';
import { writeJson } from '../writeJson.ts';
import { isBlobName, isTemporaryName } from './blobName.ts';
import type { ModelDescription, ModelManifest } from './manifest.ts';
import { sealModel } from './sealModel.ts';

/**
 * Stores a model in a folder, which is made if need be. Each file is written under the hash of its content; then
 * `model.json`, which names them, is replaced by one rename; then files that it no longer names are removed. Killed
 * at any moment, the folder holds the old model or the new one, whole. Gives the manifest as written.
 * Throws `file-write`, and `not-finite` for a number that JSON cannot hold; the old model then stays.
 */
export async function commitModel(
  files: Files,
  folder: string,
  description: ModelDescription,
  blobs: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<ModelManifest> {
  const { manifest } = await sealModel(description, blobs);
  const path = files.join(folder, 'model.json');
  const text = writeJson(manifest, path);
  await files.makeFolder(folder);
  try {
    for (const [role, { name }] of Object.entries(manifest.files)) {
      await files.write(files.join(folder, name), blobs[role]);
    }
    await files.write(path, text);
  } catch (error) {
    await withdraw(files, folder, manifest).catch(() => {});
    throw error;
  }
  await removeStale(files, folder, manifest);
  return manifest;
}

/** Removes what a failed commit has written, as far as the model.json that is there does not name it. */
async function withdraw(files: Files, folder: string, { files: written }: ModelManifest): Promise<void> {
  const path = files.join(folder, 'model.json');
  const current = (await files.exists(path)) ? new TextDecoder().decode(await files.read(path)) : '';
  for (const { name } of Object.values(written)) {
    if (!current.includes(name)) await files.remove(files.join(folder, name));
  }
}

/** Removes our files of earlier commits. What cannot be removed now does no harm and is left to the next commit. */
async function removeStale(files: Files, folder: string, manifest: ModelManifest): Promise<void> {
  const named = new Set(Object.values(manifest.files).map(({ name }) => name));
  const names = await files.list(folder).catch(() => []);
  for (const name of names) {
    const stale = isTemporaryName(name) || (isBlobName(name) && !named.has(name));
    if (stale) await files.remove(files.join(folder, name)).catch(() => {});
  }
}
