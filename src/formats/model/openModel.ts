import { platform } from '#platform';
import { fail, UnrolledError } from '../../support/errors.ts';
import type { ModelManifest, StoredModel } from './manifest.ts';
import { parseManifest } from './manifest.ts';
import type { ModelSource } from './modelSource.ts';

/**
 * Reads a model and checks its format version, its manifest, and size and hash of each file. `roles`: which files
 * are needed, by default all (`['weights']` predicts without loading what only a resume needs). Throws
 * `file-missing` where there is no model, and `bad-model`.
 */
export async function openModel(source: ModelSource, roles?: readonly string[]): Promise<StoredModel> {
  let manifest = await readManifest(source);
  while (true) {
    try {
      return { manifest, blobs: await readBlobs(source, manifest, roles ?? Object.keys(manifest.files)) };
    } catch (error) {
      // A training run may have committed in between: then what model.json named is gone, but it names new files.
      const latest = await readManifest(source);
      if (JSON.stringify(latest.files) === JSON.stringify(manifest.files)) throw error;
      manifest = latest;
    }
  }
}

async function readManifest(source: ModelSource): Promise<ModelManifest> {
  const bytes = await source.read('model.json');
  return parseManifest(new TextDecoder().decode(bytes), source.where('model.json'));
}

async function readBlobs(
  source: ModelSource,
  manifest: ModelManifest,
  roles: readonly string[],
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const remedy = 'Copy the whole folder again, or train again (unrolled replay).';
  const blobs: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const role of roles) {
    if (!Object.hasOwn(manifest.files, role)) {
      fail('bad-model', source.where('model.json'), `it names no file of ${role}`, remedy);
    }
    const { name, sha256, bytes } = manifest.files[role];
    const blob = await source.read(name).catch((error) => {
      if (!(error instanceof UnrolledError)) throw error;
      return fail('bad-model', source.where(name), 'model.json names it, but it cannot be read', remedy);
    });
    if (blob.length !== bytes) {
      fail('bad-model', source.where(name), `it has ${blob.length} bytes instead of ${bytes}`, remedy);
    }
    if ((await platform.sha256(blob)) !== sha256) {
      fail(
        'bad-model',
        source.where(name),
        'its content was changed: it does not have the hash in model.json',
        remedy,
      );
    }
    blobs[role] = blob;
  }
  return blobs;
}
