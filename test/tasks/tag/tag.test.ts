import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { type TagData, tagData } from '../../../src/tasks/tag/data.ts';
import { fit } from '../../../src/tasks/tag/fit.ts';
import * as tag from '../../../src/tasks/tag/index.ts';
import type { TagOptions } from '../../../src/tasks/tag/options.ts';
import { asRead, type SentenceWithTags } from '../../../src/tasks/tag/tagger.ts';
import { task } from '../../../src/tasks/tag/task.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { requests } from './made.ts';

const small = {
  hidden: 16,
  wordSize: 12,
  characterSize: 8,
  characterHidden: 8,
  batch: 8,
  epochs: 4,
  lr: 0.02,
  dropout: 0.1,
  seed: 3,
} satisfies TagOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const dataOf = (sentences: readonly SentenceWithTags[], options: TagOptions = {}): Promise<TagData> =>
  tagData(platform, asRead(sentences), { ...options, name: 'requests' });

async function fileOf(text: string, name = 'x.txt'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-tag-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const columns = (sentences: readonly SentenceWithTags[]): string =>
  sentences.map(({ tokens, tags }) => tokens.map((token, t) => `${token} ${tags[t]}\n`).join('')).join('\n');

describe('tag', () => {
  it('learns slots and intents together, knows how sure it is, and gives spans', async () => {
    const model = await tag.fit(requests(160), { ...small, ...engine, epochs: 24 });
    const { columns: names, rows } = model.evaluate(requests(48));
    expect(names).toEqual(['F1', 'precision', 'recall', 'accuracy', 'label', 'sentences']);
    expect(rows[0].values[0]).toBeGreaterThan(97);
    expect(rows[0].values[4]).toBe(100);
    expect(rows[1].values[4]).toBe(50);
    const [one] = model.tag('will it rain in New York tomorrow', { best: 3 });
    expect(one.label).toBe('Weather');
    expect(one.spans).toEqual([
      { type: 'city', start: 4, end: 6, text: 'New York' },
      { type: 'day', start: 6, end: 7, text: 'tomorrow' },
    ]);
    for (const confidence of one.confidence) expect(confidence).toBeGreaterThan(0.5);
    expect(one.best?.[0].tags).toEqual(one.tags);
    expect(one.best).toHaveLength(3);
    expect(one.best?.[0].score).toBeGreaterThan(one.best?.[1].score ?? Infinity);
    const again = await tag.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    model.close();
    again.close();
  });

  it('reads unknown words by their characters, each sentence as if it were alone', async () => {
    const shapes = Array.from({ length: 200 }, (_, k) => {
      const number = `${k * 37}`;
      const tokens = k % 2 === 0 ? [`x${number}ing`, `y${number}`] : [`y${number}`, `z${number}ing`];
      return { tokens, tags: tokens.map((token) => (token.endsWith('ing') ? 'VERB' : 'NOUN')) };
    });
    const model = await tag.fit(shapes.slice(0, 150), { ...small, ...engine, epochs: 10 });
    const { columns: names, rows } = model.evaluate(shapes.slice(150));
    expect(names.slice(0, 2)).toEqual(['accuracy', 'unknown words']);
    expect(rows[0].values[1]).toBeGreaterThan(95);
    expect(rows[1].values[1]).toBeLessThan(70);
    const texts = shapes.slice(150, 155).map(({ tokens }) => tokens);
    const together = model.tag(texts);
    expect(texts.map((tokens) => model.tag([tokens])[0])).toEqual(together);
    model.close();
  });

  it('never gives a sequence that its scheme does not allow, nor does a softmax', async () => {
    for (const output of ['crf', 'softmax'] as const) {
      const model = await tag.fit(requests(40), { ...small, ...engine, epochs: 1, output, validFraction: 0 });
      const words = requests(12).map(({ tokens }) => tokens.toReversed());
      const tagged = model.tag(words);
      expect(() => asRead(tagged.map(({ tokens, tags }) => ({ tokens, tags })))).not.toThrow();
      for (const { tags } of tagged)
        tags.forEach((name, t) => {
          if (name.startsWith('I-')) expect(tags[t - 1]).toMatch(new RegExp(`^[BI]-${name.slice(2)}$`));
        });
      model.close();
    }
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(requests(60));
    const options = { ...small, epochs: 2 };
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
  });

  it('goes on with new sentences from a trained model, and refuses tags that it does not know', async () => {
    const first = await tag.fit(requests(60), { ...small, ...engine, epochs: 1 });
    const more = await tag.fit(requests(90), { ...small, ...engine, epochs: 6, from: first.model });
    expect(more.evaluate(requests(30)).rows[0].values[0]).toBeGreaterThan(
      first.evaluate(requests(30)).rows[0].values[0],
    );
    const other = [{ tokens: ['go', 'there'], tags: ['O', 'B-place'], label: 'Flight' }];
    const { model: from } = first;
    await expect(tag.fit([...requests(9), ...other], { ...small, ...engine, from })).rejects.toThrow(
      /sentences, line 10: the tag B-place was not in the training data/,
    );
    await expect(tag.fit(requests(9), { ...small, ...engine, from, hidden: 8 })).rejects.toThrow(
      /hidden is 8, but the model to go on from was made with 16/,
    );
    expect(() => more.evaluate(other)).toThrow(/line 1: the tag B-place/);
    expect(more.evaluate(other, { skipBad: true }).rows[0].values[2]).toBe(0);
    first.close();
    more.close();
  });

  it('starts from pretrained vectors', async () => {
    const size = small.wordSize;
    const vectors = { words: ['oslo', 'rome'], size, values: new Float32Array(2 * size).fill(0.5) };
    const data = { ...(await dataOf(requests(30))), vectors };
    const { wordSize: _, ...options } = small;
    const stored = await fit(data, { ...options, steps: 1, lr: 1e-9 }, engine);
    const { words, counts } = stored.manifest.vocabulary as { words: string[]; counts: number[] };
    expect(counts[words.indexOf('rome')]).toBe(0);
    const { readSafetensors } = await import('../../../src/formats/safetensors.ts');
    const table = readSafetensors(stored.blobs.weights, 'weights').tensors.get('words.weight');
    const at = words.indexOf('oslo') * size;
    for (const value of table?.data.slice(at, at + size) ?? []) expect(value).toBeCloseTo(0.5, 5);
    await expect(fit(data, { ...small, wordSize: 5 }, engine)).rejects.toThrow(
      /wordSize is 5, and the pretrained/,
    );
  });
});

describe('tag: bad input', () => {
  const read = async (text: string, options: TagOptions = {}): Promise<TagData> =>
    task.read(platform, [await fileOf(text)], options);
  const good = columns(requests(6));

  it('names file and line', async () => {
    await expect(read(`${good}\nto O\nrome I-city\n`)).rejects.toThrow(
      /x\.txt, line \d+: I-city cannot stand after O \(scheme bio\). Correct the tag, or leave it out with --skip-bad/,
    );
    await expect(read(`${good}\nto\n`)).rejects.toThrow(/x\.txt, line \d+: it has 1 columns, 2 are expected/);
    await expect(read('\n \n')).rejects.toThrow(/nothing but blanks/);
    await expect(read('just one\n')).rejects.toThrow(/it has 1 usable sentence/);
  });

  it('leaves bad sentences out and counts them', async () => {
    const { sentences, valid, notes } = await read(`${good}\nto O\nrome I-city\n\nto\n\n`, { skipBad: true });
    expect(sentences.length + valid.length).toBe(6);
    expect(notes.join(' ')).toMatch(/2 sentences bad/);
  });

  it('refuses to score what has no tags, and to predict nothing', async () => {
    const stored = await fit(await dataOf(requests(12)), { ...small, steps: 1 }, engine);
    const path = await fileOf('will it rain in Oslo\nbook a flight to Lima please\n');
    const data = await task.read(platform, [path], {}, stored.manifest);
    const predictor = await task.open(stored, engine);
    await expect(predictor.evaluate(data, {})).rejects.toThrow(/its tokens have no tags/);
    await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to tag/);
    const { json, text } = await predictor.predict(data, {});
    expect(Object(json).sentences[1].tokens).toEqual(['book', 'a', 'flight', 'to', 'Lima', 'please']);
    expect(text(80)).toMatch(/^# label = \w+ \(0\.\d+\)\nwill\t\S+\t0\.\d\d\d$/m);
    predictor.close();
    const other = { ...stored, manifest: { ...stored.manifest, task: 'generate' } };
    await expect(task.open(other, engine)).rejects.toThrow(/task generate/);
  });

  it('refuses options that cannot be meant', async () => {
    const data = await dataOf(requests(12));
    for (const name of [
      'hidden',
      'layers',
      'wordSize',
      'characterSize',
      'characterHidden',
      'batch',
      'lr',
      'clip',
    ])
      await expect(fit(data, { steps: 1, [name]: 0 }, engine)).rejects.toThrow(`tag: ${name} is 0`);
    await expect(fit(data, { cell: 'jordan' }, engine)).rejects.toThrow(/cell is jordan/);
    await expect(dataOf(requests(12), { validFraction: 1 })).rejects.toThrow(/validFraction is 1/);
  });
});

it('reads a folder of parallel files, and scores what was held out, or all of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-tag-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lines = (of: (sentence: SentenceWithTags) => string): string => requests(24).map(of).join('\n');
  await writeFile(
    join(folder, 'seq.in'),
    lines(({ tokens }) => tokens.join(' ')),
  );
  await writeFile(
    join(folder, 'seq.out'),
    lines(({ tags }) => tags.join(' ')),
  );
  await writeFile(
    join(folder, 'label'),
    lines(({ label }) => label ?? ''),
  );
  const data = await task.read(platform, [folder], {});
  const stored = await fit(data, { ...small, steps: 2 }, engine);
  const whole = await task.read(platform, [folder], {}, stored.manifest);
  expect(whole.notes).toEqual([expect.stringMatching(/: 24 sentences with \d+ tokens\.$/)]);
  const predictor = await task.open(stored, engine);
  const [held, all] = [await predictor.evaluate(data, {}), await predictor.evaluate(whole, {})];
  expect(held.notes[0]).toMatch(/^2 sentences/);
  expect(all.notes[0]).toMatch(/^24 sentences/);
  expect(all.rows.map(({ name }) => name)).toEqual(['tag', 'most frequent']);
  predictor.close();
});
