import { readFile } from 'node:fs/promises';
import { fail } from '../../support/errors.ts';

/** The package root, from `src/platform/node` and from `dist/platform/node` alike. */
const root = new URL('../../../', import.meta.url);

/** The bytes of a file of the package, by its path from the package root. Throws `file-missing`. */
export async function resource(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(new URL(path, root)));
  } catch {
    const remedy = 'Install the package again; in a checkout of the sources, run npm run build.';
    return fail('file-missing', path, 'this part of the package unrolled is missing', remedy);
  }
}
