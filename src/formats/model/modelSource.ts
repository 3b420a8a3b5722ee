import { platform } from '#platform';
import type { Files } from '../../platform/platform.ts';
import { fail } from '../../support/errors.ts';

/** Where a model's files come from. */
export interface ModelSource {
  /** Names a file in errors. */
  where(name: string): string;
  /** Throws `file-missing`. */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** A model in a folder of the file system, which a browser does not have. */
export function folderSource(
  folder: string,
  files: Pick<Files, 'join' | 'read'> = platform.files,
): ModelSource {
  const where = (name: string): string => files.join(folder, name);
  return { where, read: (name) => files.read(where(name)) };
}

/** A model in memory, by file name: what a user dropped on a page, or what was unpacked. */
export function mapSource(contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ModelSource {
  return {
    where: (name) => name,
    read: async (name) => {
      const names = [...contents.keys()].join(', ') || 'nothing';
      return (
        contents.get(name) ?? fail('file-missing', name, 'it is not there', `There is ${names}; add it.`)
      );
    },
  };
}

/** A model on a web server: `base` is the URL of its folder, in a page also relative to that page. */
export function urlSource(base: string | URL): ModelSource {
  const root = new URL(base, globalThis.location?.href);
  if (!root.pathname.endsWith('/')) root.pathname += '/';
  const where = (name: string): string => {
    const url = new URL(name, root);
    url.search = root.search;
    return url.href;
  };
  return {
    where,
    read: async (name) => {
      const url = where(name);
      const remedy = 'Check the address, and that the server serves the model folder to this page.';
      // model.json is replaced in place, so a cached copy is asked about; the other names change with their content.
      const cache = name === 'model.json' ? 'no-cache' : 'default';
      try {
        const response = await fetch(url, { cache });
        if (!response.ok) fail('file-missing', url, `the server answers ${response.status}`, remedy);
        return new Uint8Array(await response.arrayBuffer());
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // what fetch throws when the network fails
        return fail('file-missing', url, `it cannot be fetched (${error.message})`, remedy);
      }
    },
  };
}
