import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents, folder, quick, useFolder } from './madeFolder.ts';
import { startUnrolled, unrolled } from './unrolledProcess.ts';

useFolder();

describe.runIf(process.platform === 'linux')('a full disk', () => {
  test.each([1, 4])('leaves nothing half written (files of %i KiB at most)', async (size) => {
    const before = await contents();
    const shell = `ulimit -f ${size}`;
    const { code, error } = await unrolled(folder, `train generate text.txt --out new-full ${quick}`, shell);
    expect(error).toMatch(/^error: new-full\/\w+-\w+\.safetensors: cannot be written: EFBIG: .*\.\n$/);
    expect(code).toBe(1);
    const again = await unrolled(
      folder,
      `train generate text.txt --out words --overwrite --json ${quick}`,
      shell,
    );
    expect(JSON.parse(again.out).error).toMatchObject({ code: 'file-write' });
    expect(again.code).toBe(1);
    expect(await contents()).toEqual(before);
  });

  test('a report says so, too', async () => {
    const { code, error } = await unrolled(folder, 'predict sales --html /dev/full --backend wasm');
    expect(error).toMatch(/^error: \/dev\/full: cannot be written: ENOSPC: .* Free some space on this disk/);
    expect(code).toBe(1);
  });

  test('that fills up while training says how to go on from the checkpoint, which is whole', async () => {
    const line = `train generate text.txt --out new-filled --hidden 4 --embedding 2 --backend wasm --threads 1 --checkpoint-seconds 0.01`;
    // metrics.jsonl grows beyond the limit, the model does not.
    const { result } = startUnrolled(folder, [...line.split(' '), '--steps', '1000000'], 'ulimit -f 64');
    const { code, error } = await result;
    expect(code).toBe(1);
    expect(error).toMatch(/new-filled\/.*: cannot be written: EFBIG/);
    const [, command] = /to go on from it:\n {2}npx unrolled (.*)\n$/.exec(error) ?? [];
    const saved = JSON.parse(
      await readFile(join(folder, 'new-filled', 'metrics.jsonl'), 'utf8').then(lastWhole),
    ).step;
    const resumed = await unrolled(folder, `${command} --steps ${saved + 200} --json --quiet`);
    expect(resumed).toMatchObject({ code: 0 });
    expect(JSON.parse(resumed.out).steps).toBe(saved + 200);
  });
});

const lastWhole = (text: string): string => text.split('\n').at(-2) ?? '';
