import { writeFile } from 'node:fs/promises';
import { platform } from '#platform';
import { describe, expect, test } from 'vitest';
import { blobName } from '../../src/formats/model/blobName.ts';
import { damaged, forged, tensor } from './damagedModel.ts';
import { contents, folder, quick, useFolder } from './madeFolder.ts';
import { unrolled } from './unrolledProcess.ts';

useFolder();

describe('as a process of its own', () => {
  test.each([
    [`train forecast word.csv --out new ${quick}`, "word.csv: line 22, column 'sales'"],
    [`train forecast short.csv --horizon 20 --out new ${quick}`, 'short.csv: the horizon is 20'],
    [`train generate text.txt --out file ${quick}`, 'file: this is a file'],
    [`train generate binary.csv --out new ${quick}`, 'binary.csv: not a text file'],
  ])('%s', async (line, message) => {
    const before = await contents();
    const { code, out, error } = await unrolled(folder, `${line} --json`);
    expect(error).toMatch(/^error: .*\n$/);
    expect(JSON.parse(out).error.message).toContain(message);
    expect(code).toBe(2);
    expect(await contents()).toEqual(before);
  });

  test('a model with wrong weights ends the process, threads and all', async () => {
    await damaged('words', async (path, manifest) => {
      const bytes = forged(`{"a":${tensor('[4000]', 0, 16000)}}`, 16000);
      const sha256 = await platform.sha256(bytes);
      const weights = { name: blobName('weights', sha256), sha256, bytes: bytes.length };
      await writeFile(path(weights.name), bytes);
      await writeFile(path('model.json'), JSON.stringify({ ...manifest, files: { weights } }));
    });
    for (const backend of ['wasm', 'auto']) {
      const { code, error } = await unrolled(
        folder,
        `generate newly-damaged --backend ${backend} --threads 2`,
      );
      expect(error).toMatch(/^error: weights-\w+\.safetensors: it has no tensor .*\.\n$/);
      expect(code).toBe(2);
    }
  });
});
