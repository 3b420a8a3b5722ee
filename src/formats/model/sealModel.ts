import { platform } from '#platform';
import { fail } from '../../support/errors.ts';
import { blobName } from './blobName.ts';
import type { ModelDescription, ModelManifest, StoredModel } from './manifest.ts';
import { MODEL_VERSION } from './manifest.ts';

/** The model of these files by role (`weights`, `state`): adds to the description their names, hashes and sizes. */
export async function sealModel(
  description: ModelDescription,
  blobs: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<StoredModel> {
  const files: Record<string, ModelManifest['files'][string]> = {};
  for (const [role, blob] of Object.entries(blobs)) {
    if (!/^[a-z]+$/.test(role))
      fail('bad-argument', 'sealModel', `role ${role}`, 'Use lower-case letters only.');
    const sha256 = await platform.sha256(blob);
    files[role] = { name: blobName(role, sha256), sha256, bytes: blob.length };
  }
  const { createdWith, task, architecture, vocabulary, scaling, data, seed, training, probes } = description;
  const about = { createdWith, task, architecture, vocabulary, scaling, data, seed, training, probes };
  return { manifest: { format: 'unrolled', version: MODEL_VERSION, ...about, files }, blobs };
}
