import { platform } from '#platform';
import { commitModel } from '../formats/model/commitModel.ts';
import { guardFolder } from '../formats/model/guardFolder.ts';
import type { StoredModel } from '../formats/model/manifest.ts';

/**
 * Stores a model in a folder, in place of one that is there. Throws `file-write` (in a browser always), and
 * `bad-argument` where the folder belongs to another program.
 */
export async function saveModel({ manifest, blobs }: StoredModel, folder: string): Promise<void> {
  await guardFolder(platform.files, folder, { overwrite: true });
  await commitModel(platform.files, folder, manifest, blobs);
}
