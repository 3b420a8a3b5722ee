import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from '#platform';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { tasks } from '../../src/cli/tasks.ts';
import { blobName } from '../../src/formats/model/blobName.ts';
import { madeText } from './madeData.ts';
import { startUnrolled, unrolled } from './unrolledProcess.ts';

const quick = '--steps 2 --hidden 4 --quiet --backend wasm --threads 1';

let folder = '';

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

/** Runs a command line in this process; the names of `folder` stand for their paths. */
async function inside(line: string): Promise<{ code: number; out: string; error: string }> {
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
async function contents(): Promise<Map<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.map(async (path) => [path, await readFile(path, 'latin1')] as const)),
  );
}

/** Expects a refusal: one plain line that says `message`, exit code 2, an object with --json, nothing written. */
async function expectRefusal(line: string, message: string | RegExp): Promise<void> {
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

/** A file, and what is said of it to whoever trains, evaluates or predicts with it. */
const tables: [file: string, message: string | RegExp][] = [
  ['newer.csv', 'newer.csv: there is no such file in'],
  ['binary.csv', 'binary.csv: not a text file: byte 0 is NUL. Give a text file in UTF-8'],
  ['latin1.csv', 'latin1.csv: not UTF-8 text: byte 8 (hexadecimal e4) does not fit. Save the file as UTF-8'],
  ['empty.csv', 'empty.csv: the file is empty. Give'],
  ['blank.csv', 'blank.csv: the file holds nothing but blanks. Give'],
  ['header.csv', 'header.csv: there is one row only (line 1). A series needs two'],
  ['ragged.csv', 'ragged.csv: line 22 has 3 fields, the first row has 2 fields (separated by commas). Give'],
  ['word.csv', /word.csv: line 22, column 'sales': 'many' is not a number. Write numbers as/],
  ['no-number.csv', /no-number.csv: .*'?sales'?|no-number.csv: there is no column of numbers/],
  ['order.csv', 'order.csv: line 23 (2024-01-21) is earlier than line 22 (2024-01-22). Sort the rows'],
  ['twice.csv', 'twice.csv: lines 22 and 23 have the same time, 2024-01-21. Remove one'],
  ['not-a-time.csv', /not-a-time.csv: .*Tuesday/],
];

describe('data that cannot be used is refused', () => {
  test.each(tables)('%s', async (file, message) => {
    await expectRefusal(`train forecast ${file} --out new ${quick}`, escaped(message));
    await expectRefusal(`train forecast good.csv --valid ${file} --out new ${quick}`, escaped(message));
    await expectRefusal(`evaluate sales ${file} --backend wasm`, escaped(message));
    await expectRefusal(`predict sales ${file} --backend wasm`, escaped(message));
  });

  test.each([
    ['newer.txt', 'newer.txt: there is no such file in'],
    ['binary.csv', 'binary.csv: not a text file: byte 0 is NUL. Give a text file'],
    ['empty.csv', 'empty.csv: the file is empty. Give'],
    ['tiny.txt', 'tiny.txt: it has 9 characters. Give a text of at least 20 characters.'],
  ])('%s as a text', async (file, message) => {
    await expectRefusal(`train generate ${file} --out new ${quick}`, escaped(message));
    if (file === 'tiny.txt') return;
    await expectRefusal(`evaluate words ${file} --backend wasm`, escaped(message));
    await expectRefusal(`train generate text.txt --valid ${file} --out new ${quick}`, escaped(message));
  });
});

describe('sequences that cannot be transcribed are refused', () => {
  test.each([
    ['cut.pgm', 'cut.pgm: no whole PGM picture: it ends after 0 of 81 bytes.'],
    ['long.jsonl', 'long.jsonl, line 1: its transcript takes 3 steps at least, and it has 2.'],
    ['infinite.jsonl', 'infinite.jsonl, line 1: step 1, number 0 of "features" is Infinity.'],
    ['unlabelled.jsonl', 'unlabelled.jsonl, line 1: it has no transcript.'],
    ['good.csv', 'good.csv, line 2: it has no transcript. Give it one, for tables with --labels.'],
  ])('%s', async (file, message) => {
    await expectRefusal(`train transcribe ${file} --out new ${quick}`, escaped(message));
  });
});

const escaped = (message: string | RegExp): RegExp =>
  typeof message === 'string' ? new RegExp(message.replaceAll(/[.()]/g, '\\$&')) : message;

describe('arguments that cannot be meant are refused', () => {
  test.each([
    [
      'train forecast short.csv --horizon 20',
      'short.csv: the horizon is 20 steps, but the longest series has 8',
    ],
    [
      'train forecast one-row.csv',
      'one-row.csv: there is one row of data (line 2). A series needs two rows of data at least.',
    ],
    [
      'train forecast good.csv --target price',
      "good.csv: there is no column 'price'; the columns are 'day', 'sales'",
    ],
    ['train forecast good.csv --time when', "good.csv: there is no column 'when'"],
    ['train forecast good.csv --id shop', "good.csv: there is no column 'shop'"],
    ['train forecast good.csv --covariates price', "good.csv: there is no column 'price'"],
    ['train forecast good.csv --horizons 3', 'there is no option --horizons. Did you mean --horizon?'],
    [
      'train forecast good.csv --epochs -1',
      '--epochs: -1 is not allowed. Give a whole number of at least 1.',
    ],
    ['train forecast good.csv --lr fast', '--lr: "fast" is not allowed. Give a number above 0.'],
    ['train forecast good.csv --dropout 1', '--dropout: 1 is not allowed.'],
    [
      'train forecast good.csv --checkpoint-seconds 0',
      '--checkpoint-seconds: 0 is not allowed. Give a number above 0.',
    ],
    ['train forecast good.csv --valid 2', '--valid: 2 is not a share. Give a number from 0 up to 1'],
    ['train forecast good.csv --bidirectional', 'A forecast reads the past only'],
    ['train forecast good.csv --config config.json', 'config.json: it is not JSON'],
    [
      'train forecast good.csv --config names.json',
      'names.json: there is no option "hiden". Did you mean hidden',
    ],
    [
      'train forecast good.csv --from words',
      'words is a model of the task generate. Give a model of forecast.',
    ],
    ['train generate text.txt --cell jordan', 'lstm, gru, rnn, slstm, mingru, minlstm and lru'],
    ['train forcast good.csv', 'forcast: there is no such task. Did you mean forecast?'],
  ])('%s', async (line, message) => {
    const before = await contents();
    const { code, out, error } = await inside(`${line} --out new --quiet`);
    expect(error).toMatch(new RegExp(message.replaceAll(/[.()?]/g, '\\$&')));
    expect(error).toMatch(/^error: .*[.?]\n$/);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(await contents()).toEqual(before);
  });

  test('a folder that is a file, or below one, or holds a model', async () => {
    await expectRefusal(
      `train generate text.txt --out file ${quick}`,
      'file: this is a file, and a model is a folder',
    );
    await expectRefusal(
      `train generate text.txt --out words ${quick}`,
      'words: it holds a model already. Give --resume',
    );
    await expectRefusal(
      `train generate text.txt --out sales --resume ${quick}`,
      'sales: it holds a model of the task forecast',
    );
    await expectRefusal('predict file', 'file/model.json: ');
    await expectRefusal('predict newest', 'newest/model.json: there is no folder');
  });

  test('what needs more memory than there is is no defect', async () => {
    const { code, error } = await inside('train generate text.txt --hidden 1000000000 --out new --quiet');
    expect(error).toBe(
      'error: there is not enough memory for that. Use fewer units, smaller batches or less data.\n',
    );
    expect(code).toBe(1);
    expect(await readdir(folder)).not.toContain('new');
  });
});

type Manifest = { files: Record<string, { name: string; sha256: string; bytes: number }> } & Record<
  string,
  unknown
>;

/** A copy of a model, damaged. */
async function damaged(
  model: string,
  damage: (path: (name: string) => string, manifest: Manifest) => Promise<void>,
) {
  const copy = join(folder, 'newly-damaged');
  await rm(copy, { recursive: true, force: true });
  await cp(join(folder, model), copy, { recursive: true });
  const manifest: Manifest = JSON.parse(await readFile(join(copy, 'model.json'), 'utf8'));
  await damage((name) => join(copy, name), manifest);
}

/** A safetensors file with this header and some bytes of data. */
function forged(header: string, data = 64, length = BigInt(header.length)): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(8 + header.length + data);
  new DataView(file.buffer).setBigUint64(0, length, true);
  new TextEncoder().encodeInto(header, file.subarray(8));
  return file;
}

const tensor = (shape: string, begin: number | string, end: number | string): string =>
  `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

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
