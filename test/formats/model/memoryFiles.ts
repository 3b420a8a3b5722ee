import { fail } from '../../../src/support/errors.ts';
import { files as browserFiles } from '../../../src/platform/browser/files.ts';
import type { Files } from '../../../src/platform/platform.ts';

/** A file system in memory, whose process dies at the operation that `killAt` counts to: nothing after it happens. */
export function memoryFiles(contents: Map<string, Uint8Array<ArrayBuffer>>, killAt = Infinity): Files {
  let operations = 0;
  const tick = (): boolean => {
    if (operations > killAt) throw new Error('killed');
    return ++operations > killAt;
  };
  const die = (): never => {
    throw new Error('killed');
  };
  return {
    ...browserFiles,
    read: async (path) => contents.get(path) ?? fail('file-missing', path, 'no such file', 'Check the path.'),
    write: async (path, content) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
      const name = browserFiles.baseName(path);
      const temporary = `${path.slice(0, -name.length)}.${name}.0a1b2c3d.tmp`;
      contents.set(temporary, bytes.slice(0, bytes.length / 2));
      if (tick()) die();
      contents.delete(temporary);
      contents.set(path, bytes);
      if (tick()) die();
    },
    exists: async (path) =>
      contents.has(path) || [...contents.keys()].some((name) => name.startsWith(`${path}/`)),
    isFolder: async (path) => [...contents.keys()].some((name) => name.startsWith(`${path}/`)),
    list: async (folder) =>
      [...contents.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    makeFolder: async () => {},
    remove: async (path) => {
      if (tick()) die();
      contents.delete(path);
    },
  };
}
