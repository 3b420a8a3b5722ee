import type { StoredModel } from 'unrolled';
import { zip } from './zip.ts';

/** The folder of a model, as `unrolled` reads it, in one archive. */
export function modelArchive({ manifest, blobs }: StoredModel, folder: string): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  return zip([
    { name: `${folder}/model.json`, content: json },
    ...Object.entries(manifest.files).map(([role, { name }]) => ({
      name: `${folder}/${name}`,
      content: blobs[role],
    })),
  ]);
}

/** Hands a model to the browser to be stored. */
export function downloadModel(model: StoredModel): void {
  const folder = `unrolled-${model.manifest.task}`;
  const url = URL.createObjectURL(new Blob([modelArchive(model, folder)], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${folder}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
