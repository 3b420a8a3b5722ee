import { fail } from '../../support/errors.ts';
import type { Files } from '../platform.ts';

const what = 'a browser has no file system';

const unreadable = async (path: string): Promise<never> =>
  fail('file-missing', path, what, 'Give the data itself (text, bytes) or a URL instead of a path.');

const unwritable = async (path: string): Promise<never> =>
  fail('file-write', path, what, 'Offer the bytes as a download or keep them in the page.');

/** No file system: nothing exists, and reading or writing says what to do instead. Paths are those of a URL. */
export const files: Files = {
  read: unreadable,
  write: unwritable,
  append: unwritable,
  exists: async () => false,
  isFolder: async () => false,
  list: unreadable,
  makeFolder: unwritable,
  remove: unwritable,
  join: (...parts) => {
    const kept: string[] = [];
    const joined = parts.filter((part) => part !== '').join('/');
    const absolute = joined.startsWith('/');
    for (const part of joined.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') kept.push(part);
      else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
      else if (!absolute) kept.push(part);
    }
    return (absolute ? '/' : '') + kept.join('/') || '.';
  },
  baseName: (path) => path.replace(/\/+$/, '').split('/').at(-1) ?? '',
};
