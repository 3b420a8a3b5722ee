import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { files as browserFiles } from '../../src/platform/browser/files.ts';
import { files } from '../../src/platform/node/files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unrolled-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('node files', () => {
  test('write then read gives the same bytes and leaves nothing else behind', async () => {
    const path = files.join(folder, 'a.bin');
    await files.write(path, 'old');
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    await files.write(path, bytes);
    expect(await files.read(path)).toEqual(bytes);
    await files.append(path, 'é');
    expect((await files.read(path)).length).toBe(100_002);
    expect(await files.list(folder)).toEqual(['a.bin']);
  });

  test('write keeps the permissions of a file and the link to it', async () => {
    await writeFile(join(folder, 'real'), 'old');
    await chmod(join(folder, 'real'), 0o640);
    await symlink('real', join(folder, 'link'));
    await files.write(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'real'))).mode & 0o777).toBe(0o640);
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
  });

  test('a device is written to, not replaced', async () => {
    await files.write('/dev/null', 'gone');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('a file without a size is read to its end', async () => {
    expect(new TextDecoder().decode(await files.read('/proc/self/status'))).toContain('Name:');
  });

  test('a missing file is named with the nearest names', async () => {
    await writeFile(join(folder, 'sales.csv'), '');
    await writeFile(join(folder, 'notes.txt'), '');
    await expect(files.read(join(folder, 'Sale.csv'))).rejects.toMatchObject({
      code: 'file-missing',
      message: `${folder}/Sale.csv: there is no such file in ${folder}. Did you mean sales.csv?`,
    });
    await expect(files.read(join(folder, 'no', 'x'))).rejects.toThrow(`there is no folder ${folder}/no`);
    await expect(files.read(join(folder, 'notes.txt', 'x'))).rejects.toMatchObject({ code: 'file-missing' });
    await expect(files.read(folder)).rejects.toThrow('EISDIR');
    await expect(files.list(join(folder, 'sale'))).rejects.toMatchObject({ code: 'file-missing' });
  });

  test('a failed write names the path, the reason and a remedy, and removes the temporary file', async () => {
    await expect(files.write(join(folder, 'no', 'x'), 'text')).rejects.toMatchObject({
      code: 'file-write',
      message: `${folder}/no/x: cannot be written: ENOENT: no such file or directory. Create the folder first or check the path.`,
    });
    await files.makeFolder(join(folder, 'taken', 'deep'));
    await expect(files.write(join(folder, 'taken'), 'text')).rejects.toThrow('EISDIR');
    await expect(files.write('/dev/full', 'text')).rejects.toThrow(
      'ENOSPC: no space left on device. Free some',
    );
    await expect(files.append('/dev/full', 'text')).rejects.toMatchObject({ code: 'file-write' });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test('folders: made with their parents, told from files, removed files may be missing', async () => {
    const deep = files.join(folder, 'a', '..', 'b', 'c');
    await files.makeFolder(deep);
    expect(await files.isFolder(deep)).toBe(true);
    expect(await files.exists(join(folder, 'a'))).toBe(false);
    await files.write(join(deep, 'x'), '');
    expect(await files.isFolder(join(deep, 'x'))).toBe(false);
    await files.remove(join(deep, 'x'));
    await files.remove(join(deep, 'x'));
    expect(await files.list(deep)).toEqual([]);
    await files.write(join(deep, 'x'), '');
    await expect(files.makeFolder(join(deep, 'x', 'y'))).rejects.toMatchObject({ code: 'file-write' });
  });
});

describe('browser files', () => {
  test('paths join and end as in Node', () => {
    for (const parts of [
      ['a', 'b'],
      ['/a/', './b/'],
      ['a', '..', '..', 'b'],
      ['/', '..', 'b'],
      ['', ''],
      ['a//b', '..'],
    ]) {
      expect(browserFiles.join(...parts)).toBe(files.join(...parts).replace(/(.)\/$/, '$1'));
    }
    for (const path of ['a/b', '/a/b/', 'a']) expect(browserFiles.baseName(path)).toBe(files.baseName(path));
  });

  test('nothing exists, and reading or writing says what to do', async () => {
    expect(await browserFiles.exists('a')).toBe(false);
    expect(await browserFiles.isFolder('a')).toBe(false);
    await expect(browserFiles.read('a.csv')).rejects.toMatchObject({ code: 'file-missing' });
    await expect(browserFiles.write('a.csv', '')).rejects.toMatchObject({ code: 'file-write' });
  });
});
