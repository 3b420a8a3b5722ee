import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { commitModel } from '../../../src/formats/model/commitModel.ts';
import { guardFolder } from '../../../src/formats/model/guardFolder.ts';
import type { ModelDescription } from '../../../src/formats/model/manifest.ts';
import { folderSource, mapSource, urlSource } from '../../../src/formats/model/modelSource.ts';
import { openModel } from '../../../src/formats/model/openModel.ts';
import { files as nodeFiles } from '../../../src/platform/node/files.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { memoryFiles } from './memoryFiles.ts';

type Contents = Map<string, Uint8Array<ArrayBuffer>>;

const floats = [...Float32Array.from({ length: 50 }, (_, i) => uniform(stream(i), 0) - 0.5), -0, 2 ** -149];

const describeModel = (seed: number): ModelDescription => ({
  createdWith: '0.1.0',
  task: 'forecast',
  architecture: { cell: 'lstm', hidden: [3, 4], nothing: null },
  vocabulary: { ['__proto__']: 1, ü: 2 },
  data: { name: 'sales.csv', sha256: 'a'.repeat(64), rows: 12 },
  seed,
  training: { losses: floats, stopped: false },
  probes: [{ input: [[1, 2]], output: floats }],
});
const blobsOf = (seed: number, size = 64) => ({
  weights: new Uint8Array(size).fill(seed),
  state: new Uint8Array(2 * size).fill(seed + 100),
});
const open = (contents: Contents) => openModel(folderSource('m', memoryFiles(contents)));
const edit = (contents: Contents, change: (text: string) => string): void => {
  const text = new TextDecoder().decode(contents.get('m/model.json'));
  contents.set('m/model.json', new TextEncoder().encode(change(text)));
};

async function committed(seed = 1): Promise<Contents> {
  const contents: Contents = new Map();
  await commitModel(memoryFiles(contents), 'm', describeModel(seed), blobsOf(seed));
  return contents;
}

afterEach(() => vi.unstubAllGlobals());

describe('commit and open', () => {
  test('on the disk: what was stored comes back, with every bit, and nothing else lies there', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'unrolled-model-'));
    try {
      const folder = join(parent, 'a', 'model');
      await commitModel(nodeFiles, folder, describeModel(1), blobsOf(1));
      const written = await commitModel(nodeFiles, folder, describeModel(2), blobsOf(2));
      const { manifest, blobs } = await openModel(folderSource(folder, nodeFiles));
      expect(blobs).toEqual(blobsOf(2));
      expect(manifest).toEqual(written);
      expect(manifest).toMatchObject(describeModel(2));
      expect(Object.keys(Object(manifest.vocabulary))).toEqual(['__proto__', 'ü']);
      const output = manifest.probes[0].output;
      expect(output.every((value, i) => Object.is(value, floats[i]))).toBe(true);
      const names = Object.values(manifest.files).map(({ name }) => name);
      expect(await readdir(folder)).toEqual(['model.json', ...names].sort());
      expect(names[0]).toBe(`weights-${manifest.files.weights.sha256.slice(0, 16)}.safetensors`);
    } finally {
      await rm(parent, { recursive: true });
    }
  });

  test('the same model gives the same bytes', async () => {
    expect(await committed()).toEqual(await committed());
  });

  test('killed at any operation, the folder holds the old model or the new one, and the next commit tidies up', async () => {
    const outcomes = new Set<number>();
    for (let killAt = 0; ; killAt++) {
      const contents = await committed(1);
      const killed = await commitModel(memoryFiles(contents, killAt), 'm', describeModel(2), blobsOf(2)).then(
        () => false,
        () => true,
      );
      const { manifest, blobs } = await open(contents);
      expect(blobs).toEqual(blobsOf(manifest.seed));
      outcomes.add(manifest.seed);
      const written = await commitModel(memoryFiles(contents), 'm', describeModel(3), blobsOf(3));
      const names = Object.values(written.files).map(({ name }) => `m/${name}`);
      expect([...contents.keys()].sort()).toEqual(['m/model.json', ...names].sort());
      if (!killed) break;
      expect(killAt).toBeLessThan(100);
    }
    expect(outcomes).toEqual(new Set([1, 2]));
  });

  test('files of others stay', async () => {
    const contents = await committed(1);
    const others = [
      'm/notes.txt',
      'm/weights.safetensors',
      'm/.x.0a.tmp',
      'm/Weights-0123456789abcdef.safetensors',
    ];
    for (const name of others) contents.set(name, new Uint8Array(1));
    await commitModel(memoryFiles(contents), 'm', describeModel(2), blobsOf(2));
    expect([...contents.keys()]).toEqual(expect.arrayContaining(others));
    expect(contents.size).toBe(3 + others.length);
  });

  test('a number that JSON cannot hold is named, and the old model stays', async () => {
    const contents = await committed(1);
    const bad = { ...describeModel(2), training: { losses: [1, Number.NaN] } };
    await expect(commitModel(memoryFiles(contents), 'm', bad, blobsOf(2))).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringContaining('m/model.json: training.losses[1] is NaN'),
    });
    expect((await open(contents)).manifest.seed).toBe(1);
  });

  test('a commit while the model is read gives the new model', async () => {
    const contents = await committed(1);
    const source = folderSource('m', memoryFiles(contents));
    let first = true;
    const racing = {
      ...source,
      read: async (name: string) => {
        const bytes = await source.read(name);
        if (first) await commitModel(memoryFiles(contents), 'm', describeModel(2), blobsOf(2));
        first = false;
        return bytes;
      },
    };
    expect((await openModel(racing)).blobs).toEqual(blobsOf(2));
  });

  test('only the roles asked for are read', async () => {
    const contents = await committed(1);
    for (const name of contents.keys()) if (name.startsWith('m/state-')) contents.delete(name);
    const source = folderSource('m', memoryFiles(contents));
    expect((await openModel(source, ['weights'])).blobs).toEqual({ weights: blobsOf(1).weights });
    await expect(openModel(source, ['other'])).rejects.toThrow('it names no file of other');
  });
});

describe('a damaged model is refused', () => {
  const weights = (contents: Contents): string =>
    [...contents.keys()].find((name) => name.includes('weights-')) ?? '';
  test.each<[string, (contents: Contents) => void, string]>([
    [
      'newer',
      (c) => edit(c, (t) => t.replace('"version": 1', '"version": 7')),
      'format version 7, made with unrolled 0.1.0; this release reads up to 1. Upgrade',
    ],
    [
      'older than any',
      (c) => edit(c, (t) => t.replace('"version": 1', '"version": 0')),
      'version is missing or wrong',
    ],
    [
      'of another program',
      (c) => edit(c, (t) => t.replace('unrolled', 'layers-model')),
      'not the model.json of a model of Unrolled',
    ],
    ['not JSON', (c) => edit(c, () => '<!doctype html>'), 'm/model.json: it is not JSON'],
    ['no object', (c) => edit(c, () => 'null'), 'not the model.json'],
    [
      'no task',
      (c) => edit(c, (t) => t.replace('"task"', '"tusk"')),
      'task is missing or wrong: string expected',
    ],
    [
      'fractional seed',
      (c) => edit(c, (t) => t.replace('"seed": 1', '"seed": 1.5')),
      'seed is missing or wrong',
    ],
    [
      'bad probes',
      (c) => edit(c, (t) => t.replace('"output": [', '"output": ["x", ')),
      'probes.0.output.0 is missing',
    ],
    [
      'a path out',
      (c) => edit(c, (t) => t.replace('"name": "weights', '"name": "../weights')),
      'files.weights.name',
    ],
    ['missing file', (c) => c.delete(weights(c)), 'model.json names it, but it cannot be read'],
    ['cut short', (c) => c.set(weights(c), new Uint8Array(63)), 'it has 63 bytes instead of 64'],
    ['changed', (c) => c.set(weights(c), new Uint8Array(64)), 'its content was changed'],
  ])('%s', async (_, damage, message) => {
    const contents = await committed();
    damage(contents);
    await expect(open(contents)).rejects.toMatchObject({
      code: 'bad-model',
      message: expect.stringContaining(message),
    });
  });

  test('no model at all', async () => {
    await expect(open(new Map())).rejects.toMatchObject({ code: 'file-missing' });
  });
});

describe('sources', () => {
  test('a map of names', async () => {
    const contents = await committed();
    const bare = new Map([...contents].map(([path, bytes]) => [path.slice(2), bytes]));
    expect((await openModel(mapSource(bare))).blobs).toEqual(blobsOf(1));
    await expect(openModel(mapSource(new Map()))).rejects.toThrow(
      'model.json: it is not there. There is nothing',
    );
  });

  test('a URL', async () => {
    const contents = await committed();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, options: RequestInit) => {
      asked.push(`${url} ${options.cache}`);
      const bytes = contents.get(`m/${new URL(url).pathname.split('/').at(-1)}`);
      return bytes ? new Response(bytes) : new Response('', { status: 404 });
    });
    for (const base of ['https://x.org/models/m', new URL('https://x.org/models/m/?v=2')]) {
      expect((await openModel(urlSource(base))).blobs).toEqual(blobsOf(1));
    }
    expect(asked[0]).toBe('https://x.org/models/m/model.json no-cache');
    expect(asked[3]).toBe('https://x.org/models/m/model.json?v=2 no-cache');
    contents.clear();
    await expect(openModel(urlSource('https://x.org/m'))).rejects.toThrow('the server answers 404');
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(openModel(urlSource('https://x.org/m'))).rejects.toMatchObject({ code: 'file-missing' });
  });
});

describe('guardFolder', () => {
  test('a new folder, or one that holds no model', async () => {
    const contents: Contents = new Map([['m/notes.txt', new Uint8Array(1)]]);
    expect(await guardFolder(memoryFiles(contents), 'm', {})).toBe('new');
    expect(await guardFolder(memoryFiles(contents), 'n', { resume: true })).toBe('new');
  });

  test('a model is replaced or continued only if that is said', async () => {
    const files = memoryFiles(await committed());
    await expect(guardFolder(files, 'm', {})).rejects.toMatchObject({ code: 'file-exists' });
    expect(await guardFolder(files, 'm', { resume: true })).toBe('resume');
    expect(await guardFolder(files, 'm', { overwrite: true })).toBe('overwrite');
    await expect(guardFolder(files, 'm', { resume: true, overwrite: true })).rejects.toThrow(
      'exclude each other',
    );
  });

  test('a file, and the model.json of another program, are never replaced', async () => {
    const contents = await committed();
    await expect(guardFolder(memoryFiles(contents), 'm/model.json', {})).rejects.toThrow('this is a file');
    edit(contents, () => '{"format": "layers-model"}');
    await expect(guardFolder(memoryFiles(contents), 'm', { overwrite: true })).rejects.toThrow(
      'another program',
    );
    edit(contents, () => '{"format": "unro');
    expect(await guardFolder(memoryFiles(contents), 'm', { overwrite: true })).toBe('overwrite');
  });
});
