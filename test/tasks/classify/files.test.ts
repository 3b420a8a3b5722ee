import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import type { StoredModel } from '../../../src/formats/model/manifest.ts';
import type { ClassifyData } from '../../../src/tasks/classify/data.ts';
import { fit } from '../../../src/tasks/classify/fit.ts';
import type { ClassifyOptions } from '../../../src/tasks/classify/options.ts';
import { task } from '../../../src/tasks/classify/task.ts';
import type { Predictor } from '../../../src/tasks/task.ts';
import { opinions, turns } from './made.ts';

const small = { hidden: 8, embedding: 8, batch: 8, steps: 2, seed: 3 } as const;
const engine = { backend: 'wasm', threads: 1 } as const;

async function fileOf(text: string, name = 'x.csv'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-classify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** A row per step. */
const long = (sequences: ReturnType<typeof turns>, labelled = true): string =>
  [
    `id,t,x,y${labelled ? ',way' : ''}`,
    ...sequences.flatMap(({ steps, label }, k) =>
      steps.map((step, t) => `s${k},${t},${String(step)}${labelled ? `,${label}` : ''}`),
    ),
  ].join('\n');

async function trained(
  path: string,
  options: ClassifyOptions = {},
): Promise<{ data: ClassifyData; stored: StoredModel; open: () => Promise<Predictor<ClassifyData>> }> {
  const data = await task.read(platform, [path], options);
  const stored = await fit(data, { ...options, ...small }, engine);
  const open = async (): Promise<Predictor<ClassifyData>> => {
    const predictor = await task.open(stored, engine);
    onTestFinished(() => predictor.close());
    return predictor;
  };
  return { data, stored, open };
}

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n');
}

it('reads a row per step: trains, scores what was held out or all, predicts without labels', async () => {
  const path = await fileOf(long(turns(40)));
  const { data, stored, open } = await trained(path, { label: 'way' });
  expect(data.notes.join('\n')).toMatch(/36 sequences of 2 classes to train on, 4 sequences to validate on/);
  const predictor = await open();
  const whole = await task.read(platform, [path], {}, stored.manifest);
  expect((await predictor.evaluate(data, {})).notes[0]).toMatch(/^4 sequences/);
  expect((await predictor.evaluate(whole, {})).notes[0]).toMatch(/^40 sequences/);
  const plain = await task.read(platform, [await fileOf(long(turns(3), false))], {}, stored.manifest);
  await expect(predictor.evaluate(plain, {})).rejects.toThrow(/x\.csv, line 2: the sequence has no label/);
  await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to classify/);
  const { json, text } = await predictor.predict(plain, {});
  expect(Object(json).sequences.map(({ id }: { id: string }) => id)).toEqual(['s0', 's1', 's2']);
  expect(text(80)).toMatch(/^s0\t(left|right)\t0\.\d\d\d\t(left|right) 0\.\d\d\d$/m);
});

it('names file and line of a label that is new, or leaves it out and counts it', async () => {
  const rows = (label: string): string =>
    turns(20)
      .map(({ steps, label: own }, k) => `${steps.slice(0, 6).join(',')},${k === 4 ? label : own}`)
      .join('\n');
  const path = await fileOf(rows('left'));
  const { stored, open } = await trained(path, { channels: ['x', 'y'] });
  const odd = await fileOf(rows('straight'));
  await expect(task.read(platform, [odd], {}, stored.manifest)).rejects.toThrow(
    /x\.csv, line 5: the label straight was not in the training data. Correct it, or leave it out with --skip-bad/,
  );
  const data = await task.read(platform, [odd], { skipBad: true }, stored.manifest);
  expect(data.notes).toEqual([
    expect.stringMatching(/20 sequences/),
    expect.stringMatching(/1 sequence bad/),
  ]);
  const predictor = await open();
  const right = (await predictor.evaluate(data, {})).rows[1].values[0];
  expect(right).toBeLessThanOrEqual(50); // the unknown one counts as wrong
  const from = task.read(platform, [odd], { skipBad: true }, undefined, stored.manifest);
  expect((await from).notes.at(-1)).toMatch(/1 sequence bad/);
  const other = await fileOf('{"text":"a","label":"left"}\n{"text":"b","label":"right"}', 'x.jsonl');
  await expect(task.read(platform, [odd, other], {})).rejects.toThrow(
    /it holds texts, and .*x\.csv numbers of value/,
  );
});

it('reads other files as those of the training, or as their content says', async () => {
  const row = ({ steps, label }: ReturnType<typeof turns>[number]): string =>
    `${label},${steps.slice(0, 6).join(',')}`;
  const path = await fileOf(turns(20).map(row).join('\n'));
  const held = await fileOf(turns(4, 2).map(row).join('\n'), 'held.csv');
  const options = { label: '1', channels: ['x', 'y'], validFile: held };
  const { data, stored, open } = await trained(path, options);
  expect([data.sequences.length, data.valid.length]).toEqual([20, 4]);
  const ask = turns(2).map(({ steps }) => JSON.stringify({ steps: steps.slice(0, 6) }));
  const json = await task.read(platform, [await fileOf(ask.join('\n'), 'ask.jsonl')], {}, stored.manifest);
  const predictor = await open();
  const rows = await task.read(platform, [path], {}, stored.manifest);
  const answers = async (asked: ClassifyData): Promise<unknown[]> =>
    Object((await predictor.predict(asked, {})).json).sequences;
  expect(await answers(json)).toEqual((await answers(rows)).slice(0, 2));
});

it('answers line by line: numbers until an empty line begins anew, words as they come', async () => {
  const numbers = await (await trained(await fileOf(long(turns(20))), { label: 'way' })).open();
  const answersOf = async (predictor: Predictor<ClassifyData>, text: string): Promise<string[]> => {
    const answers: string[] = [];
    for await (const { text: line, json } of predictor.stream?.(linesOf(text)) ?? []) {
      expect(Object(json).probabilities).toBeDefined();
      answers.push(line);
    }
    return answers;
  };
  const answers = await answersOf(numbers, '10.1,0.2\n[9, 1]\n\n10.1\t0.2\n7 ?\n');
  expect(answers.map((line) => line.split('\t')[0])).toEqual(['1', '2', '1', '2']);
  expect(answers[2]).toBe(answers[0]);
  await expect(answersOf(numbers, '1,2\n3,inf\n')).rejects.toThrow(
    /standard input, line 2: 'inf' is infinite/,
  );
  await expect(answersOf(numbers, '1,2\n\n3\n')).rejects.toThrow(/standard input, line 3: it has 1 numbers/);
  const lines = opinions(30)
    .map((one) => JSON.stringify(one))
    .join('\n');
  const texts = await (await trained(await fileOf(lines, 'x.jsonl'))).open();
  expect(await answersOf(texts, 'the film was\nlovely')).toHaveLength(4);
});

it('refuses models of other tasks and damaged ones', async () => {
  const { stored } = await trained(await fileOf(long(turns(10))), { label: 'way' });
  const other = { ...stored, manifest: { ...stored.manifest, task: 'tag' } };
  await expect(task.open(other, engine)).rejects.toThrow(/the model is of the task tag/);
  const vocabulary = { ...Object(stored.manifest.vocabulary), labels: ['left'] };
  const damaged = { ...stored, manifest: { ...stored.manifest, vocabulary } };
  await expect(task.open(damaged, engine)).rejects.toThrow(/the lists of its vocabulary do not fit together/);
});
