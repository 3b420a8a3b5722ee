import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from '#platform';
import { describe, expect, test } from 'vitest';
import { blobName } from '../../src/formats/model/blobName.ts';
import { damaged, forged, tensor } from './damagedModel.ts';
import { expectRefusal, folder, inside, quick, useFolder } from './madeFolder.ts';

useFolder();

describe('a damaged model is refused by all that read it', () => {
  const uses: Record<string, string[]> = {
    sales: [
      'predict newly-damaged --backend wasm',
      'evaluate newly-damaged good.csv --backend wasm',
      'doctor newly-damaged',
      `train forecast good.csv --out new --from newly-damaged ${quick}`,
    ],
    words: [
      'generate newly-damaged --backend wasm',
      'evaluate newly-damaged text.txt --backend wasm',
      'doctor newly-damaged',
      `train generate text.txt --out new --from newly-damaged ${quick}`,
    ],
  };

  test.each<[string, Uint8Array<ArrayBuffer> | 'cut', string]>([
    ['cut short', 'cut', 'no tensor holds|ends at byte|claims'],
    ['a header longer than the file', forged('{}', 64, 2n ** 40n), 'the header claims 1099511627776 bytes'],
    ['a header longer than all memory', forged('{}', 64, 2n ** 63n), 'the header claims \\d+ bytes'],
    [
      'a tensor beyond the file',
      forged(`{"a":${tensor('[1000]', 0, 4000)}}`),
      'ends at byte 4000 of the data, but the file has 64',
    ],
    [
      'tensors that overlap',
      forged(`{"a":${tensor('[8]', 0, 32)},"b":${tensor('[12]', 16, 64)}}`),
      'overlaps',
    ],
    ['2^60 elements', forged(`{"a":${tensor(`[${2n ** 60n}]`, 0, 64)}}`), '"a" has the shape'],
    [
      '2^60 elements in two axes',
      forged(`{"a":${tensor('[1073741824,1073741824]', 0, 64)}}`),
      'takes 4611686018427388000 bytes',
    ],
    ['other tensors', forged(`{"a":${tensor('[16]', 0, 64)}}`), 'it has no tensor'],
  ])('weights: %s', async (_, forgery, message) => {
    for (const [model, lines] of Object.entries(uses)) {
      // As it is, and with a model.json that agrees with the forgery.
      await damaged(model, async (path, { files }) => {
        const { name } = files.weights;
        await writeFile(
          path(name),
          forgery === 'cut' ? (await readFile(path(name))).subarray(0, -100) : forgery,
        );
      });
      await expectRefusal(
        lines[0],
        /newly-damaged\/weights-\w+\.safetensors: it has \d+ bytes instead of \d+\. Copy/,
      );
      await damaged(model, async (path, manifest) => {
        const { weights } = manifest.files;
        const content = forgery === 'cut' ? (await readFile(path(weights.name))).subarray(0, -100) : forgery;
        const bytes = new Uint8Array(content);
        const sha256 = await platform.sha256(bytes);
        const name = blobName('weights', sha256);
        await writeFile(path(name), bytes);
        const files = { ...manifest.files, weights: { name, sha256, bytes: 10 * bytes.length } };
        files.weights.bytes = bytes.length;
        await writeFile(path('model.json'), JSON.stringify({ ...manifest, files }));
      });
      for (const line of lines)
        await expectRefusal(line, new RegExp(`error: (weights-|model.json: ).*(${message}|no room)`));
    }
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'of a newer format',
      (text) => text.replace('"version": 1', '"version": 2'),
      /format version 2, made with unrolled .*; this release reads up to 1. Upgrade/,
    ],
    ['cut short', (text) => text.slice(0, 300), /newly-damaged\/model.json: it is not JSON/],
    ['empty', () => '', /newly-damaged\/model.json: it is not JSON/],
    [
      'of another program',
      () => '{"format": "layers-model"}',
      /model.json: it is not the model.json of a model/,
    ],
    ['without a task', (text) => text.replace('"task"', '"tusk"'), /model.json: task is missing/],
  ])('model.json %s', async (_, damage, message) => {
    for (const [model, lines] of Object.entries(uses)) {
      await damaged(model, async (path) => {
        await writeFile(path('model.json'), damage(await readFile(path('model.json'), 'utf8')));
      });
      for (const line of lines) await expectRefusal(line, message);
    }
  });

  test('a file of the model is gone', async () => {
    await damaged('words', async (path, { files }) => rm(path(files.weights.name)));
    await expectRefusal(
      'generate newly-damaged',
      /weights-.*: model.json names it, but it cannot be read. Copy/,
    );
  });

  test('no wrong value in model.json is taken for a defect of the program', {
    timeout: 120_000,
  }, async () => {
    let refused = 0;
    for (const [model, lines] of Object.entries(uses)) {
      const text = await readFile(join(folder, model, 'model.json'), 'utf8');
      await damaged(model, async () => {});
      for (const path of placesIn(JSON.parse(text))) {
        if (!['architecture', 'vocabulary', 'scaling', 'data', 'probes', 'seed'].includes(path[0])) continue;
        const line = path[0] === 'probes' ? lines[2] : lines[0];
        for (const wrong of [undefined, 'x', -1.5, 1e9]) {
          const changed = JSON.parse(text);
          path.slice(0, -1).reduce((at, name) => at[name], changed)[path[path.length - 1]] = wrong;
          await writeFile(join(folder, 'newly-damaged', 'model.json'), JSON.stringify(changed));
          const { code, error } = await inside(`${line} --json`);
          expect(error, `${model}: ${path.join('.')} = ${JSON.stringify(wrong)}`).not.toContain('defect');
          refused += Number(code === 2);
        }
      }
    }
    expect(refused).toBeGreaterThan(150);
  });
});

/** The place of every value in a JSON value; of lists the first and the last item. */
function placesIn(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.keys(value);
  const some = Array.isArray(value) ? [...new Set([names[0], names[names.length - 1]])] : names;
  return some
    .filter((name) => name !== undefined)
    .flatMap((name) => [[...at, name], ...placesIn(Object(value)[name], [...at, name])]);
}
