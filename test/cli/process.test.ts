import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unrolled-process-'));
  await writeFile(join(folder, 'text.txt'), 'to be or not to be, that is the question\n'.repeat(40));
  await mkdir(join(folder, 'model'));
  await writeFile(join(folder, 'model', 'model.json'), '{"format": "unrolled", "version": 1}');
});

afterAll(() => rm(folder, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function start(...args: string[]): { child: ChildProcess; result: Promise<Result> } {
  const main = join(root, 'src', 'cli', 'main.ts');
  const child = spawn(join(root, 'node_modules', '.bin', 'node'), ['--conditions=source', main, ...args], {
    cwd: folder,
  });
  const result = new Promise<Result>((resolve) => {
    let out = '';
    let error = '';
    child.stdout?.on('data', (part) => {
      out += part;
    });
    child.stderr?.on('data', (part) => {
      error += part;
    });
    child.on('close', (code) => resolve({ code, out, error }));
  });
  return { child, result };
}

const unrolled = (line: string): Promise<Result> => start(...line.split(' ')).result;

test.concurrent.each([
  ['trian forecast text.txt', 'Did you mean train?'],
  ['train forecast text.txt', 'text.txt'],
  ['train genrate text.txt', 'Did you mean generate?'],
  ['train generate text.txt --epoch 3', 'Did you mean --epochs?'],
  ['train generate text.txt --epochs -3', '--epochs: -3 is not allowed. Give a whole number of at least 1.'],
  ['train generate text.txt --lr fast', '--lr: "fast" is not allowed. Give a number above 0.'],
  ['train classify text.txt', 'text.txt: all sequences have the label'],
  ['train generate tex.txt', 'tex.txt: there is no such file in this folder. Did you mean text.txt?'],
  ['train generate text.txt --out model', 'model: it holds a model already.'],
  ['train generate text.txt --config none.json', 'none.json: there is no such file'],
  ['evaluate model text.txt', 'model.json: createdWith is missing or wrong'],
  ['predict none', 'none'],
])('%s ends with exit code 2 and one plain line', async (line, message) => {
  const { code, out, error } = await unrolled(line);
  expect(error).toContain(message);
  expect(error.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(error).not.toMatch(/^ +at /m);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('with --json an error is one object on standard output', async () => {
  const { code, out } = await unrolled('train generate tex.txt --json');
  expect(JSON.parse(out).error.code).toBe('file-missing');
  expect(code).toBe(2);
});

test('Ctrl-C leaves a checkpoint and ends with 130; the printed line goes on from it', async () => {
  const options = '--hidden 8 --embedding 4 --context 16 --batch 4 --backend reference --steps 1000000';
  const { child, result } = start(...`train generate text.txt --out run ${options}`.split(' '));
  child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 1000));
  const { code, error } = await result;
  expect(code).toBe(130);
  const [, steps, line] = /Stopped after step ([\d,]+); .*\n +npx unrolled (.*)/.exec(error) ?? [];
  const enough = Number(steps.replaceAll(',', '')) + 3;
  const resumed = await unrolled(`${line} --json --steps ${enough}`);
  expect(JSON.parse(resumed.out).steps).toBe(enough);
});

test('the demo beats its baselines, and its report and data are there', async () => {
  const { code, out } = await unrolled('demo --json --quiet --backend wasm --threads 1');
  expect(code).toBe(0);
  const { evaluation, report } = JSON.parse(out);
  const [model, ...baselines] = evaluation.rows.map(({ values }: { values: number[] }) => values[0]);
  expect(baselines.length).toBeGreaterThan(1);
  for (const baseline of baselines) expect(model).toBeLessThan(baseline);
  expect(await readFile(join(folder, report), 'utf8')).toContain('<html');
  const again = await unrolled('train forecast unrolled-demo/airline-passengers.csv --steps 3');
  expect(again).toMatchObject({
    code: 0,
    out: expect.stringContaining('npx unrolled predict unrolled-forecast'),
  });
});

test('whoever stops reading ends the command in silence', async () => {
  const { child, result } = start('train', 'generate', '--help');
  child.stdout?.destroy();
  const { error } = await result;
  expect(error).toBe('');
});
