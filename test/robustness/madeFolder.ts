import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from '#platform';
import { afterAll, beforeAll, expect } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { tasks } from '../../src/cli/tasks.ts';
import { madeText } from './madeData.ts';

export const quick = '--steps 2 --hidden 4 --quiet --backend wasm --threads 1';

/** Where inputs and two trained models, `sales` and `words`, lie. */
export let folder = '';

/** [rows] days with a value each. */
const days = (rows: number): string[] =>
  Array.from({ length: rows }, (_, t) => {
    const date = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
    return `${date},${10 + (t % 7)}`;
  });
const csv = (rows: readonly string[]): string => `day,sales\n${rows.join('\n')}\n`;
const swapped = days(40).with(20, days(40)[21]).with(21, days(40)[20]);

const inputs: Record<string, string | Uint8Array> = {
  'good.csv': csv(days(40)),
  'text.txt': madeText(300),
  'binary.csv': Uint8Array.from({ length: 3000 }, (_, k) => (k * 37 + (k >> 5)) % 256),
  'latin1.csv': Uint8Array.from([...new TextEncoder().encode('day,Verk'), 0xe4, 0x75, 0x66, 0x65]),
  'empty.csv': '',
  'blank.csv': '  \n\n',
  'header.csv': 'day,sales\n',
  'one-row.csv': csv(days(1)),
  'ragged.csv': csv(days(40).with(20, '2024-01-21,5,6')),
  'word.csv': csv(days(40).with(20, '2024-01-21,many')),
  'no-number.csv': csv(days(40).map((row) => row.replace(',', ',about '))),
  'order.csv': csv(swapped),
  'twice.csv': csv(days(40).toSpliced(21, 0, days(40)[20])),
  'not-a-time.csv': csv(days(40).with(20, 'Tuesday,5')),
  'short.csv': csv(days(8)),
  'tiny.txt': 'too short',
  'cut.pgm': 'P5 9 9 255 ',
  'long.jsonl': '{"features": [[1], [2]], "text": "aa"}',
  'infinite.jsonl': '{"features": [[1], [1e999]], "text": "a"}',
  'unlabelled.jsonl': '{"features": [[1], [2]]}',
  file: 'no folder',
  'config.json': '{"hidden": 4,',
  'names.json': '{"hiden": 4}',
};

/** Makes the folder before the tests of a file, and removes it after them. */
export function useFolder(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unrolled-bad-input-'));
    for (const [name, content] of Object.entries(inputs)) await writeFile(join(folder, name), content);
    for (const line of [
      `train forecast good.csv --horizon 3 --out sales ${quick}`,
      `train generate text.txt --out words ${quick}`,
    ]) {
      expect(await inside(line)).toMatchObject({ code: 0 });
    }
  });

  afterAll(() => rm(folder, { recursive: true }));
}

/** Runs a command line in this process; the names of `folder` stand for their paths. */
export async function inside(line: string): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const host: Host = {
    tasks,
    commands,
    platform: {
      ...platform,
      process: {
        ...platform.process,
        out: (text) => {
          out += text;
        },
        error: (text) => {
          error += text;
        },
      },
    },
  };
  const here = new Set(await readdir(folder));
  const words = line
    .split(' ')
    .map((word) => (here.has(word) || /^(new.*|sales|words)$/.test(word) ? join(folder, word) : word));
  const code = await run(words, host);
  return { code, out, error: error.replaceAll(`${folder}/`, '') };
}

/** Every file below a folder with its content. */
export async function contents(): Promise<Map<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.map(async (path) => [path, await readFile(path, 'latin1')] as const)),
  );
}

/** Expects a refusal: one plain line that says `message`, exit code 2, an object with --json, nothing written. */
export async function expectRefusal(line: string, message: string | RegExp): Promise<void> {
  const before = await contents();
  const plain = await inside(line);
  expect(plain.error).toMatch(message);
  expect(plain.error).toMatch(/^error: .*[.?]\n$/);
  expect(plain).toMatchObject({ code: 2, out: '' });
  const json = await inside(`${line} --json`);
  expect(json.code).toBe(2);
  const { error } = JSON.parse(json.out);
  expect(Object.keys(error)).toEqual(['code', 'message']);
  expect(`error: ${error.message.replaceAll(`${folder}/`, '')}\n`).toBe(plain.error);
  expect(await contents()).toEqual(before);
}

/** A pattern for a message, word by word. */
export const escaped = (message: string | RegExp): RegExp =>
  typeof message === 'string' ? new RegExp(message.replaceAll(/[.()]/g, '\\$&')) : message;
