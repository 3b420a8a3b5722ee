import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { type TranslateData, translateData } from '../../../src/tasks/translate/data.ts';
import { fit } from '../../../src/tasks/translate/fit.ts';
import * as translate from '../../../src/tasks/translate/index.ts';
import type { TranslateOptions } from '../../../src/tasks/translate/options.ts';
import { task } from '../../../src/tasks/translate/task.ts';
import { asRead } from '../../../src/tasks/translate/translator.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { reversed } from './made.ts';

const small = {
  unit: 'token',
  hidden: 24,
  embedding: 16,
  batch: 16,
  epochs: 12,
  lr: 0.02,
  dropout: 0.1,
  seed: 3,
} satisfies TranslateOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const dataOf = (
  pairs: readonly translate.Pair[],
  options: TranslateOptions = small,
): Promise<TranslateData> => translateData(platform, { pairs: asRead(pairs), name: 'made' }, options);

async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-translate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const weightsOf = async (options: TranslateOptions): Promise<string> =>
  (await fit(await dataOf(reversed(40)), options, engine)).manifest.files.weights.sha256;

let trained: translate.Translator;

beforeAll(async () => {
  trained = await translate.fit(reversed(400), { ...small, ...engine });
  return () => trained.close();
});

describe('translate', () => {
  const unseen = reversed(80, 2);
  const sources = unseen.map(({ source }) => source);

  it('learns to write from last to first, beside the source and the most frequent target', () => {
    const { columns, rows, notes } = trained.evaluate(unseen);
    expect(columns).toEqual(['exact', 'token error rate']);
    expect(rows.map(({ name }) => name)).toEqual(['translate', 'copy', 'most frequent']);
    expect(rows[0].values[0]).toBeGreaterThan(90);
    expect(rows[0].values[1]).toBeLessThan(5);
    expect(rows[1].values).toEqual([0, 100]);
    expect(rows[2].values[0]).toBeLessThan(20);
    expect(notes.join()).toMatch(/Perplexity 1\.\d+ by token/);
  });

  it('translates a text the same in any company, greedy or not, and gives the best in order', () => {
    for (const options of [{ beam: 1 }, { beam: 4, best: 4 }]) {
      const all = trained.translate(sources, options);
      expect(sources.slice(0, 9).flatMap((source) => trained.translate([source], options))).toEqual(
        all.slice(0, 9),
      );
    }
    const [{ text, best = [] }] = trained.translate(['two five one'], { best: 4 });
    expect(text).toBe('1 5 2');
    expect(best).toHaveLength(4);
    expect(best[0].text).toBe(text);
    const ranked = best.map(({ score }) => score);
    expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
    expect(new Set(best.map((other) => other.text)).size).toBe(4);
  });

  it('bounds every translation and says so, keeps to a prefix, and repeats nothing', () => {
    expect(trained.translate(['one two three'], { maxLength: 2 })).toMatchObject([
      { text: '3 2', cut: true },
    ]);
    expect(trained.translate(['one two three'])[0].cut).toBeUndefined();
    expect(trained.translate(['one two'], { prefix: '6 6' })[0].text).toMatch(/^6 6/);
    expect(trained.translate(['five five five'], { beam: 1 })[0].text).toBe('5 5 5');
    expect(trained.translate(['five five five'], { beam: 1, noRepeat: 1 })[0].text).not.toMatch(/5.*5/);
  });

  it('tells what it attended to, one symbol after the other', async () => {
    const [{ text, trace }] = trained.translate(['six two one'], { trace: true });
    expect(text).toBe('1 2 6');
    expect(trace?.source).toEqual(['six', 'two', 'one', '</s>']);
    expect(trace?.target).toEqual(['1', '2', '6']);
    expect(trace?.weights?.map((weights) => weights.length)).toEqual([4, 4, 4]);
    for (const weights of trace?.weights ?? []) expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const blind = await translate.fit(reversed(20), {
      ...small,
      ...engine,
      epochs: 1,
      conditioning: 'first',
    });
    const [seen] = blind.translate(['one'], { trace: true });
    expect(seen.trace?.weights).toBeUndefined();
    expect(seen.trace?.states?.source.map((state) => state.length)).toEqual([48, 48]);
    expect(seen.trace?.context).toHaveLength(48);
    blind.close();
  });

  it('reads and writes pieces of words, and scores them as prose', async () => {
    const options = { ...small, unit: 'bpe', vocabulary: 270, epochs: 2, lowercase: true } as const;
    const model = await translate.fit(reversed(100), { ...options, ...engine });
    const { columns, rows, notes } = model.evaluate([{ source: 'one', target: 'ONE two' }]);
    expect(columns).toEqual(['BLEU', 'chrF', 'exact', 'word error rate']);
    expect(rows[1].values[3]).toBe(50);
    expect(notes.join()).toContain('case:lc|eff:no|tok:13a');
    expect(model.translate(['Ünsehen 👍'])[0].text).toMatch(/^[\d ]*$/);
    const again = await translate.open(model.model, engine);
    expect(again.translate(['one two'], { best: 3 })).toEqual(model.translate(['one two'], { best: 3 }));
    again.close();
    model.close();
  });

  it('draws the same with the same seed, and the likeliest at temperature 0', () => {
    const draw = (seed: number): string[] =>
      trained.translate(sources, { sampling: { temperature: 3, seed } }).map(({ text }) => text);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    const texts = (options: translate.TranslationOptions): string[] =>
      trained.translate(sources, options).map(({ text }) => text);
    expect(texts({ sampling: { temperature: 0 } })).toEqual(texts({ beam: 1 }));
  });

  it('leaves empty texts empty, reads what is unknown, and ends on any source', () => {
    const [empty, unknown, long] = trained.translate(['  ', 'one zwölf', 'one two '.repeat(50_000)], {
      beam: 1,
    });
    expect(empty).toEqual({ text: '', score: 0 });
    expect(unknown.text).not.toContain('<unk>');
    expect(long.text.split(' ').length).toBeLessThanOrEqual(18);
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(reversed(60));
    const options = { ...small, epochs: 2, samplingRate: 0.5 };
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
  });

  it('goes on with new pairs from a trained model, and keeps what that is', async () => {
    const { model: from } = trained;
    const more = await translate.fit(reversed(60, 7), { ...engine, epochs: 1, lr: 1e-4, from });
    expect(more.evaluate(unseen).rows[0].values[0]).toBeGreaterThan(90);
    more.close();
    await expect(translate.fit(reversed(9), { ...engine, from, hidden: 8 })).rejects.toThrow(
      /hidden is 8, but the model to go on from was made with 24/,
    );
  });
});

describe('the average of the weights', () => {
  const few = { ...small, epochs: 1 } satisfies TranslateOptions;

  it('is kept unless it is not wanted, and reaches as far back as is said', async () => {
    const hashes = await Promise.all(
      [undefined, 0.998, 0.2, 0].map((average) => weightsOf({ ...few, validFraction: 0, average })),
    );
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
    await expect(weightsOf({ ...few, average: 1 })).rejects.toThrow(/average is 1\. Give a number/);
  });
});

describe('scheduled sampling', () => {
  const few = { ...small, epochs: 2 } satisfies TranslateOptions;

  it('at rate 0 is teacher forcing, bit for bit, and above it something else', async () => {
    const [forced, none, some] = [
      await weightsOf(few),
      await weightsOf({ ...few, samplingRate: 0, samplingDecay: 'constant' }),
      await weightsOf({ ...few, samplingRate: 0.5, samplingDecay: 'constant' }),
    ];
    expect(none).toBe(forced);
    expect(some).not.toBe(forced);
  });

  it('wants to know the last step, unless the rate is constant', async () => {
    const endless = { ...small, epochs: undefined, maxMinutes: 1, samplingRate: 0.5 } as TranslateOptions;
    await expect(weightsOf(endless)).rejects.toThrow(
      /samplingDecay is linear, and the last step is not known/,
    );
  });
});

describe('files of pairs', () => {
  const read = async (files: Record<string, string | Uint8Array>, options: TranslateOptions = {}) => {
    const folder = await folderOf(files);
    return task.read(
      platform,
      Object.keys(files).map((name) => join(folder, name)),
      options,
    );
  };
  const texts = ({ pairs, valid }: TranslateData): string[] =>
    [...pairs, ...valid].map(({ source, target }) => `${source}>${target}`).sort();
  const wanted = ['a b>x', 'c>y z', 'd>w'];

  it('are TSV, JSON lines, or two texts line by line', async () => {
    expect(texts(await read({ 'a.tsv': 'a b\tx\nc\ty z\n\nd\tw\n' }))).toEqual(wanted);
    const lines = [
      { source: 'a b', target: 'x' },
      { source: 'c', target: 'y z' },
      { source: 'd', target: 'w' },
    ];
    expect(texts(await read({ 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') }))).toEqual(
      wanted,
    );
    expect(texts(await read({ 'a.de': 'a b\r\nc\r\nd\r\n', 'a.en': 'x\ny z\nw' }))).toEqual(wanted);
  });

  it('name what is wrong with them, and where', async () => {
    const cases: readonly [files: Record<string, string | Uint8Array>, message: RegExp][] = [
      [{ 'a.de': 'a\nb\nc\n', 'a.en': 'x\ny\n' }, /a\.de: it has 3 lines, and a\.en 2 lines\. Give a target/],
      [{ 'a.de': 'a\n\nc\n', 'a.en': 'x\ny\nz\n' }, /a\.de, line 2: its source is empty.*--skip-bad/],
      [{ 'a.tsv': 'a\tx\nb\t\n' }, /a\.tsv, line 2: its target is empty/],
      [{ 'a.jsonl': '{"source": "a", "target": "b"}\n{"source": 3}' }, /a\.jsonl, line 2: it has no source/],
      [{ 'a.txt': 'a\nb\n' }, /a\.txt: plain lines, without a tab, in 1 of 1 file/],
      [{ 'a.tsv': Uint8Array.of(97, 9, 0xff, 10) }, /a\.tsv: not UTF-8 text: byte 2/],
      [
        { 'a.tsv': `a\tx\nb\t${'y '.repeat(100_000)}\n` },
        /line 2: a side has 100,000 symbols, more than 1000/,
      ],
      [{ 'a.tsv': 'a\tx\n' }, /a\.tsv: it has 1 usable pair\. Give at least 2/],
    ];
    for (const [files, message] of cases)
      await expect(read(files, { unit: 'token' })).rejects.toThrow(message);
    const some = await read({ 'a.tsv': 'a\tx\nb\t\nc\tz\n' }, { skipBad: true });
    expect(texts(some)).toEqual(['a>x', 'c>z']);
    expect(some.notes.join()).toContain('1 pair bad, left out');
  });

  it('have their targets to validate on in a file of their own', async () => {
    const folder = await folderOf({ 'a.tsv': 'a\tx\nb\ty\n', 'v.de': 'c\n', 'v.en': 'z\n' });
    const [paths, validTarget] = [[join(folder, 'a.tsv')], join(folder, 'v.en')];
    const data = await task.read(platform, paths, { validFile: join(folder, 'v.de'), validTarget });
    expect(data.valid.map(({ source, target }) => [source, target])).toEqual([['c', 'z']]);
    await expect(task.read(platform, paths, { validTarget })).rejects.toThrow(
      /--valid-target: .* no sources/,
    );
  });

  it('are translated line by line, as plain text, TSV or JSON lines', async () => {
    const folder = await folderOf({ 'a.txt': 'one two\n\nsix\n', 'a.tsv': 'one two\t?\n' });
    const predictor = await task.open(trained.model, engine);
    const answer = async (name: string): Promise<string> => {
      const data = await task.read(platform, [join(folder, name)], {}, trained.manifest);
      return (await predictor.predict(data, {})).text(80);
    };
    expect(await answer('a.txt')).toBe('2 1\n\n6');
    expect(await answer('a.tsv')).toBe('2 1');
    const data = await task.read(platform, [join(folder, 'a.txt')], {}, trained.manifest);
    const page = (await predictor.predict(data, {})).html?.() ?? '';
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain('one two: 2 1');
    await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to translate/);
    predictor.close();
  });
});

describe('options that do not go together', () => {
  it.each<[TranslateOptions, RegExp]>([
    [
      { shared: true, sourceUnit: 'word', targetUnit: 'character' },
      /shared, with word and character as units/,
    ],
    [{ conditioning: 'first', score: 'dot' }, /score is dot, and conditioning first attends to nothing/],
    [{ conditioning: 'bahdanau', inputFeeding: true }, /inputFeeding, and conditioning is bahdanau/],
    [{ score: 'dot', coverage: 1 }, /coverage, and score is dot/],
    [{ conditioning: 'every', coverage: 1 }, /coverage, and conditioning every attends to nothing/],
    [{ conditioning: 'first', pointer: true }, /pointer, and conditioning first attends to nothing/],
    [{ pyramid: true }, /pyramid, and one layer/],
    [{ pointer: true, pyramid: true, layers: 2 }, /pointer with pyramid/],
    [{ pointer: true, smoothing: 0.1 }, /pointer with smoothing/],
    [{ pointer: true, samplingRate: 0.1 }, /pointer with samplingRate/],
    [{ pointer: true, targetUnit: 'bpe' }, /pointer, with token and bpe as units/],
    [{ bridge: 'copy', decoderHidden: 5 }, /the encoder's state h of layer 0 has 48 units/],
    [{ cell: 'jordan' }, /cell is jordan/],
  ])('%o are refused', async (options, message) => {
    await expect(weightsOf({ ...small, ...options })).rejects.toThrow(message);
  });
});
