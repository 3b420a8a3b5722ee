import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Files } from '../platform.ts';
import { failMissing, readFile } from './readFile.ts';
import { failSystem, isSystemError } from './systemError.ts';
import { writeFile } from './writeFile.ts';

/** The file system of the machine. */
export const files: Files = {
  read: readFile,
  write: writeFile,
  append: (path, text) =>
    appendFile(path, text).catch((error) => failSystem('file-write', path, 'cannot be written', error)),
  exists: (path) =>
    stat(path).then(
      () => true,
      () => false,
    ),
  isFolder: (path) =>
    stat(path).then(
      (status) => status.isDirectory(),
      () => false,
    ),
  list: async (folder) => {
    try {
      return (await readdir(folder)).sort();
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return failMissing(folder);
      failSystem('file-missing', folder, 'cannot be listed', error);
    }
  },
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true }).catch((error) =>
      failSystem('file-write', path, 'cannot be made a folder', error),
    );
  },
  remove: (path) =>
    rm(path, { force: true }).catch((error) => failSystem('file-write', path, 'cannot be removed', error)),
  join: (...parts) => join(...parts),
  baseName: (path) => basename(path),
};
