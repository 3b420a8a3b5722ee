import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { asRead } from '../../../src/tasks/transcribe/asRead.ts';
import { type TranscribeData, transcribeData } from '../../../src/tasks/transcribe/data.ts';
import { fit } from '../../../src/tasks/transcribe/fit.ts';
import * as transcribe from '../../../src/tasks/transcribe/index.ts';
import type { TranscribeOptions } from '../../../src/tasks/transcribe/options.ts';
import { task } from '../../../src/tasks/transcribe/task.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { sounds } from './made.ts';

const small = {
  hidden: 24,
  layers: 1,
  stack: 1,
  batch: 8,
  epochs: 12,
  lr: 0.02,
  dropout: 0.1,
  seed: 3,
} satisfies TranscribeOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const dataOf = (
  examples: readonly transcribe.Example[],
  options: TranscribeOptions = {},
): Promise<TranscribeData> =>
  transcribeData(
    platform,
    { sequences: asRead(examples), input: 'numbers', columns: [], name: 'sounds' },
    options,
  );

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-transcribe-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const linesOf = (examples: readonly unknown[]): string =>
  examples.map((one) => JSON.stringify(one)).join('\n');

let trained: transcribe.Transcriber;

beforeAll(async () => {
  trained = await transcribe.fit(sounds(200), { ...small, ...engine });
  return () => trained.close();
});

describe('transcribe', () => {
  it('learns to read, and where it stands that nobody has marked', () => {
    const { columns, rows } = trained.evaluate(sounds(80, 2));
    expect(columns).toEqual(['label error rate', 'exact']);
    expect(rows.map(({ name }) => name)).toEqual(['transcribe', 'most frequent', 'empty']);
    expect(rows[0].values[0]).toBeLessThan(5);
    expect(rows[0].values[1]).toBeGreaterThan(90);
    expect(rows[1].values[0]).toBeGreaterThan(50);
    expect(rows[2].values).toEqual([100, 0]);
    const quiet = [0, 0, 0];
    const features = [
      quiet,
      [2, 0, 0],
      [2, 0, 0],
      [2, 0, 0],
      quiet,
      quiet,
      [0, 2, 0],
      [0, 2, 0],
      [0, 2, 0],
      quiet,
    ];
    const [{ text, confidence, best = [], trace = [], probabilities = {} }] = trained.transcribe(
      [{ features }],
      {
        best: 3,
        trace: true,
      },
    );
    expect(text).toBe('ab');
    expect(best).toHaveLength(3);
    expect(best[0]).toEqual({ text, confidence });
    expect(best[1].confidence).toBeLessThan(confidence);
    expect(trace.map(({ label }) => label)).toEqual(['a', 'b']);
    // Whole sounds are from 1 to 3, and from 6 to 8.
    expect(trace[0].start).toBeGreaterThanOrEqual(1);
    expect(trace[0].end).toBeLessThanOrEqual(6);
    expect(trace[1].start).toBeGreaterThanOrEqual(trace[0].end);
    for (const { probability } of trace) expect(probability).toBeGreaterThan(0.3);
    expect(Object.keys(probabilities).sort()).toEqual(['', 'a', 'b', 'c']);
    for (let t = 0; t < features.length; t++) {
      expect(Object.values(probabilities).reduce((sum, { [t]: share }) => sum + share, 0)).toBeCloseTo(1, 5);
    }
  });

  it('reads each sequence as if it were alone, and again when it is opened', async () => {
    const some = sounds(20, 5);
    const together = trained.transcribe(some);
    expect(some.map((one) => trained.transcribe([one])[0])).toEqual(together);
    const again = await transcribe.open(structuredClone(trained.model), engine);
    expect(again.transcribe(some)).toEqual(together);
    expect(again.probe()).toEqual(trained.manifest.probes.map(({ output }) => output));
    again.close();
  });

  it('stacks steps, and gives places in steps of the sequence', async () => {
    const model = await transcribe.fit(sounds(120), { ...small, ...engine, stack: 2 });
    expect(model.evaluate(sounds(40, 2)).rows[0].values[0]).toBeLessThan(25);
    const odd = sounds(40, 6).find(({ features }) => features.length % 2 === 1);
    const [{ trace = [], probabilities = {} }] = model.transcribe([odd ?? sounds(1)[0]], { trace: true });
    for (const { start, end } of trace) {
      expect(start % 2).toBe(0);
      expect(end).toBeLessThanOrEqual(odd?.features.length ?? 0);
    }
    expect(probabilities['']).toHaveLength(Math.ceil((odd?.features.length ?? 0) / 2));
    model.close();
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(sounds(60));
    const options = { ...small, epochs: 2 };
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
  });

  it('goes on with new sequences from a trained model, and refuses labels that it does not know', async () => {
    const { model: from } = trained;
    const more = await transcribe.fit(sounds(60, 7), { ...small, ...engine, epochs: 1, lr: 1e-4, from });
    expect(more.evaluate(sounds(40, 2)).rows[0].values[0]).toBeLessThan(5);
    more.close();
    const strange = [{ features: [[0, 0, 0]], text: 'x' }];
    await expect(transcribe.fit([...sounds(9), ...strange], { ...engine, from })).rejects.toThrow(
      /transcribe: sequence 10: the label "x" was not in the training data/,
    );
    await expect(transcribe.fit(sounds(9), { ...engine, from, hidden: 8 })).rejects.toThrow(
      /hidden is 8, but the model to go on from was made with 24/,
    );
    expect(() => trained.evaluate(strange)).toThrow(/sequence 1: the label "x" was not/);
    expect(trained.evaluate(strange, { skipBad: true }).rows[0].values[1]).toBe(0);
    const mixed = [...sounds(3), { features: [[0, 0, 0]] } as never];
    expect(() => trained.evaluate(mixed)).toThrow(/sequence 4: it has no transcript/);
    expect(trained.evaluate(mixed, { skipBad: true }).notes.join(' ')).toMatch(
      /3 sequences.* 1 sequence without a transcript left out/,
    );
  });

  it('reads tokens, and chooses how many steps to stack by the room that transcripts leave', async () => {
    const spoken = sounds(40).map(({ features, text }) => ({ features, text: Array.from(text).join(' ') }));
    const features = Array.from({ length: 24 }, () => [0, 0, 0]);
    const stackOf = async (text: string): Promise<number> =>
      (
        await dataOf(
          [1, 2].map(() => ({ features, text })),
          { unit: 'token' },
        )
      ).stack;
    expect(await stackOf('a b c')).toBe(4);
    expect(await stackOf('a a b')).toBe(3);
    expect(await stackOf('a a b b c c c')).toBe(1);
    const model = await transcribe.fit(spoken, { ...small, ...engine, epochs: 1, unit: 'token' });
    expect((model.manifest.vocabulary as { labels: string[] }).labels.toSorted()).toEqual(['a', 'b', 'c']);
    model.close();
  });

  it('reads pictures of any height as columns', async () => {
    const bars = (height: number) =>
      Array.from({ length: 24 }, (_, k) => {
        const text = k % 3 === 0 ? 'I' : k % 3 === 1 ? '-' : 'I-';
        const shades = Array.from(text).flatMap((sign) => [0, ...(sign === 'I' ? [1, 1] : [0.5, 0.5]), 0]);
        const pixels = Float32Array.from(
          { length: height * shades.length },
          (_pixel, p) => shades[p % shades.length],
        );
        return { image: { height, width: shades.length, pixels }, text };
      });
    const model = await transcribe.fit(bars(4), { ...small, ...engine, epochs: 40 });
    expect(model.evaluate(bars(4)).rows[0].values).toEqual([0, 100]);
    const [{ text }] = model.transcribe([{ image: { height: 8, width: 2, pixels: new Float32Array(16) } }]);
    expect(text).toBe('');
    model.close();
  });
});

describe('transcribe: bad input', () => {
  it('refuses transcripts that are missing or longer than the sequence, or leaves them out', async () => {
    const long = {
      features: [
        [0, 0, 0],
        [0, 0, 0],
      ],
      text: 'aa',
    };
    await expect(dataOf([...sounds(8), long], small)).rejects.toThrow(
      /sequence 9: its transcript takes 3 steps at least, and it has 2\. Check transcript/,
    );
    await expect(dataOf([...sounds(8), { features: [[0, 0, 0]] } as never], small)).rejects.toThrow(
      /sequence 9: it has no transcript\. Give it one, .* To leave it out/,
    );
    const { sequences, valid, notes } = await dataOf([...sounds(8), long], { ...small, skipBad: true });
    expect(sequences.length + valid.length).toBe(8);
    expect(notes.join(' ')).toMatch(/1 sequence bad, left out/);
    await expect(dataOf(sounds(8), { stack: 6 })).rejects.toThrow(/read 6 at a time.*or lower --stack/);
    await expect(dataOf([long].slice(1), small)).rejects.toThrow(/it has 0 usable sequences/);
    await expect(
      dataOf(
        sounds(8).map((one) => ({ ...one, text: '' })),
        small,
      ),
    ).rejects.toThrow(/all transcripts are empty/);
  });

  it('refuses numbers that are none, and steps of another width', async () => {
    const infinite = { features: [[0, Infinity, 0]], text: 'a' };
    await expect(transcribe.fit([...sounds(8), infinite], { ...small, ...engine })).rejects.toThrow(
      /sequence 9: step 0, number 1 of "features" is Infinity/,
    );
    expect(() => trained.transcribe([{ features: [[1, 2]] }])).toThrow(
      /step 0 of "features" has 2 numbers, not 3/,
    );
    expect(() => trained.transcribe([{ features: [] }])).toThrow(/no list of steps/);
  });

  it('refuses options that cannot be meant', async () => {
    const data = await dataOf(sounds(12));
    for (const name of ['hidden', 'layers', 'stack', 'height', 'batch', 'lr', 'clip'])
      await expect(fit(data, { steps: 1, [name]: 0 }, engine)).rejects.toThrow(`transcribe: ${name} is 0`);
    await expect(fit(data, { cell: 'jordan' }, engine)).rejects.toThrow(/cell is jordan/);
    await expect(dataOf(sounds(12), { validFraction: 1 })).rejects.toThrow(/validFraction is 1/);
    expect(() => trained.transcribe(sounds(1), { beam: 0 })).toThrow(/beam is 0/);
    const other = { ...trained.model, manifest: { ...trained.manifest, task: 'tag' } };
    await expect(transcribe.open(other, engine)).rejects.toThrow(/task tag/);
  });
});

describe('transcribe: files', () => {
  it('trains on JSON lines, and predicts what has no transcript', async () => {
    const folder = await folderOf({
      'train.jsonl': linesOf(sounds(60)),
      'new.jsonl': linesOf(sounds(2, 9).map(({ features }, k) => ({ id: `call ${k}`, features }))),
    });
    const data = await task.read(platform, [join(folder, 'train.jsonl')], {});
    expect(data.notes[0]).toMatch(
      /^train\.jsonl: 54 sequences with [\d,]+ steps of 3 numbers to train on, .*6 sequences to validate on\.$/,
    );
    const whole = await task.read(platform, [join(folder, 'train.jsonl')], {}, trained.manifest);
    const predictor = await task.open(trained.model, engine);
    expect((await predictor.evaluate(data, {})).notes[0]).toMatch(/^6 sequences/);
    expect((await predictor.evaluate(whole, {})).notes[0]).toMatch(/^60 sequences/);
    const fresh = await task.read(platform, [join(folder, 'new.jsonl')], {}, trained.manifest);
    await expect(predictor.evaluate(fresh, {})).rejects.toThrow(/new\.jsonl, line 1: it has no transcript/);
    await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to transcribe/);
    const { json, text } = await predictor.predict(fresh, { best: 2, trace: true });
    expect(Object(json).sequences[1].id).toBe('call 1');
    expect(Object(json).sequences[0].trace[0]).toEqual({
      label: expect.stringMatching(/[abc]/),
      start: expect.any(Number),
      end: expect.any(Number),
      probability: expect.any(Number),
    });
    expect(text(80)).toMatch(
      /^call 0\t[abc]+\t0\.\d{3}\n {2}best 2\t[abc]*\t0\.\d{3}\n {2}\d+-\d+\t[abc]\t[01]\.\d{3}$/m,
    );
    // A page with a picture for each sequence, and a band for each of its labels.
    const page = (await predictor.predict(fresh, {})).html?.() ?? '';
    expect(page.match(/<svg /g)).toHaveLength(2);
    const labels = Object(json).sequences.flatMap((one: { text: string }) => Array.from(one.text));
    expect(page.match(/class="band"/g)).toHaveLength(labels.length);
    predictor.close();
  });

  it('picks the columns of a table by the names that it was trained on', async () => {
    const rows = (order: readonly number[]): string =>
      sounds(30)
        .flatMap(({ features }, k) => features.map((step) => [k, ...order.map((j) => step[j])].join(',')))
        .join('\n');
    const folder = await folderOf({
      'train.csv': `id,x,y,z\n${rows([0, 1, 2])}\n`,
      'turned.csv': `id,z,y,x\n${rows([2, 1, 0])}\n`,
      'labels.csv': `id,text\n${sounds(30)
        .map(({ text }, k) => `${k},${text}`)
        .join('\n')}\n`,
    });
    const [path, labels] = [join(folder, 'train.csv'), join(folder, 'labels.csv')];
    const data = await task.read(platform, [path], { labels });
    const stored = await fit(data, { ...small, steps: 2 }, engine);
    const same = await task.read(platform, [path], { labels }, stored.manifest);
    const turned = await task.read(platform, [join(folder, 'turned.csv')], { labels }, stored.manifest);
    expect(turned.sha256).toBe(same.sha256);
    await expect(task.read(platform, [path], {})).rejects.toThrow(/train\.csv, line 2: it has no transcript/);
    const { id: _, ...rest } = { id: 0, features: [[1, 2]], text: 'a' };
    const other = await folderOf({ 'narrow.jsonl': linesOf([rest]), 'a.pgm': 'P2 1 1 2 1' });
    await expect(task.read(platform, [join(other, 'narrow.jsonl')], {}, stored.manifest)).rejects.toThrow(
      /narrow\.jsonl, line 1: its steps have 2 numbers, not 3/,
    );
    await expect(task.read(platform, [join(other, 'a.pgm')], {}, stored.manifest)).rejects.toThrow(
      /a\.pgm: it holds pictures, and the model reads numbers/,
    );
  });

  it('scales pictures to the height that most of them have', async () => {
    const pgm = (height: number, width: number): string =>
      `P2 ${width} ${height} 9 ${Array.from({ length: height * width }, (_, k) => k % 10).join(' ')}`;
    const folder = await folderOf({
      'a.pgm': pgm(4, 9),
      'b.pgm': pgm(4, 12),
      'c.pgm': pgm(8, 12),
      'labels.tsv': 'a.pgm\t1\nb.pgm\t23\nc.pgm\t1\n',
    });
    const data = await task.read(platform, [folder], { validFraction: 0 });
    expect(data.width).toBe(4);
    expect(data.sequences.map(({ features }) => features.length / 4)).toEqual([9, 12, 6]);
    expect(data.notes.join(' ')).toMatch(/1 picture scaled to a height of 4/);
    expect((await task.read(platform, [folder], { height: 2, validFraction: 0 })).width).toBe(2);
  });
});
