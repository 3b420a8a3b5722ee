import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import { asRead, type Example } from '../../../src/tasks/answer/asRead.ts';
import { type AnswerData, answerData } from '../../../src/tasks/answer/data.ts';
import { fit } from '../../../src/tasks/answer/fit.ts';
import * as answer from '../../../src/tasks/answer/index.ts';
import type { AnswerOptions } from '../../../src/tasks/answer/options.ts';
import { task } from '../../../src/tasks/answer/task.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { babiText, world } from './made.ts';

const small = { hidden: 12, wordSize: 8, hops: 2, batch: 16, lr: 0.01, seed: 3 } satisfies AnswerOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const dataOf = (examples: readonly Example[], options: AnswerOptions = {}): Promise<AnswerData> =>
  answerData(platform, asRead(examples), { ...options, name: 'world' });

async function fileOf(text: string, name = 'x.txt'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-answer-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('answer', () => {
  it('learns where people and things are, and opens to the same numbers', async () => {
    const model = await answer.fit(world(1000), {
      ...engine,
      ...small,
      hidden: 32,
      hops: 1,
      wordSize: 16,
      cell: 'mingru',
      dropout: 0,
      wordDropout: 0,
      lr: 0.005,
      epochs: 25,
    });
    const [{ values }, usual] = model.evaluate(world(200, 2)).rows;
    expect(values[0]).toBeGreaterThan(95);
    expect(usual.values[0]).toBeLessThan(40);
    const context = ['Ann went to the hall.', 'Bob went to the office.', 'Eve went to the garden.'];
    const [one] = model.answer([{ context, question: 'Where is Ann?' }], { best: 2, ablate: true });
    const [decisive, ...others] = one.facts.map(({ without = Number.NaN }) => one.confidence - without);
    expect(decisive).toBeGreaterThan(0.3);
    expect(decisive).toBeGreaterThan(Math.max(...others));
    expect(one).toMatchObject({ question: 'Where is Ann?', answer: 'hall' });
    expect(one.best?.map((best) => best.answer)[0]).toBe('hall');
    expect(one.best).toHaveLength(2);
    const again = await answer.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    model.close();
    again.close();
  });

  it('answers each question of a batch as if it were alone, with weights that add up to 1 at every hop', async () => {
    const stored = await fit(await dataOf(world(40)), { ...small, steps: 3 }, engine);
    const model = await answer.open(stored, engine);
    const questions = [...world(5, 4), ...world(5, 5, 11), { ...world(1, 6)[0], context: ['Zoe sang.'] }];
    const together = model.answer(questions);
    expect(questions.map((question) => model.answer([question])[0])).toEqual(together);
    for (const { facts } of together)
      for (const hop of [0, 1])
        expect(facts.reduce((sum, { weights }) => sum + weights[hop], 0)).toBeCloseTo(1, 5);
    model.close();
  });

  it('goes on from any checkpoint to the same bits', async () => {
    const data = await dataOf(world(60));
    const options = { ...small, epochs: 3 };
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
  });

  it('goes on with new stories from a trained model, and refuses answers that it does not know', async () => {
    const first = await answer.fit(world(60), { ...engine, ...small, dropout: 0, steps: 4 });
    const more = await answer.fit(world(60), {
      ...engine,
      ...small,
      steps: 160,
      dropout: 0,
      validFraction: 0,
      from: first.model,
    });
    const losses = (model: answer.Answerer): number => model.evaluate(world(60)).rows[0].values[0];
    expect(losses(more)).toBeGreaterThan(losses(first));
    const other = { context: ['Ann went to the moon.'], question: 'Where is Ann?', answer: 'moon' };
    const { model: from } = first;
    await expect(answer.fit([...world(9), other], { ...engine, ...small, from })).rejects.toThrow(
      /questions, line 10: the answer "moon" was not in the training data/,
    );
    await expect(answer.fit(world(9), { ...engine, ...small, from, hops: 5 })).rejects.toThrow(
      /hops is 5, but the model to go on from was made with 2/,
    );
    const { rows, notes } = more.evaluate([...world(3), other]);
    expect(rows[0].values[0]).toBeLessThanOrEqual(75);
    expect(notes[1]).toBe('1 answer not in the training data: counted as wrong.');
    first.close();
    more.close();
  });

  it('holds out whole stories', async () => {
    const asked = world(10).flatMap((one) => [one, { ...one, question: 'Where is Eve?' }]);
    const { questions, valid } = await dataOf(asked, { validFraction: 0.3 });
    expect([questions.length, valid.length]).toEqual([14, 6]);
    const told = (some: AnswerData['questions']): Set<string> =>
      new Set(some.map(({ facts }) => facts.join(' ')));
    expect([...told(questions)].filter((story) => told(valid).has(story))).toEqual([]);
  });

  it('reads every distinct sentence once, and knows words from their case and signs', async () => {
    const stored = await fit(await dataOf(world(30)), { ...small, steps: 1 }, engine);
    const model = await answer.open(stored, engine);
    const [as, shouted] = model.answer([
      { context: ['Ann went to the hall.'], question: 'Where is Ann?' },
      { context: ['ANN WENT TO THE HALL!'], question: 'where is ann' },
    ]);
    expect(shouted.confidence).toBe(as.confidence);
    model.close();
  });
});

describe('answer: files', () => {
  const read = async (text: string, options: AnswerOptions = {}): Promise<AnswerData> =>
    task.read(platform, [await fileOf(text)], options);
  const good = babiText(world(6));

  it('reads bAbI files: stories that go on between questions', async () => {
    const text =
      '1 A sat.\n2 Where is A? \tsea\t1\n3 B ran.\n4 Who ran?\tB\t3\n1 C sat.\n2 Who sat?\tC,B\t1\n';
    const { questions } = await task.read(platform, [await fileOf(text)], { validFraction: 0 });
    expect(
      questions.map(({ facts, question, answer: said, line, story }) => [facts, question, said, line, story]),
    ).toEqual([
      [['A sat.'], 'Where is A?', 'sea', 2, 1],
      [['A sat.', 'B ran.'], 'Who ran?', 'B', 4, 1],
      [['C sat.'], 'Who sat?', 'C,B', 6, 5],
    ]);
  });

  it('reads JSON lines: the context as a text or a list', async () => {
    const lines = [
      { context: 'A sat. B ran!\nC?', question: 'Who sat?', answer: 'A' },
      { context: ['A sat down. Then up.'], question: 'Who sat?', answer: 'A' },
    ];
    const { questions } = await read(lines.map((line) => JSON.stringify(line)).join('\n'), {
      validFraction: 0,
    });
    expect(questions.map(({ facts }) => facts)).toEqual([
      ['A sat.', 'B ran!', 'C?'],
      ['A sat down. Then up.'],
    ]);
  });

  it.each([
    [
      '1 Who?\tA\n',
      /x\.txt, line 49: it is a question without a story\. Give facts before it, or leave it out/,
    ],
    [
      '1 A sat.\n3 Who?\tA\n',
      /x\.txt, line 50: its number is 3, 2 is expected\. Number the lines of each story/,
    ],
    ['1 A sat.\nWho?\tA\n', /x\.txt, line 50: it is no numbered line/],
    [
      '1 A sat.\n2 Who sat?\n',
      /x\.txt, line 50: the question has no answer\. Give its answer, or leave it out/,
    ],
    ['1 A sat.\n2 Who sat\t\t1\n', /x\.txt, line 50: the question has no answer/],
  ])('names file and line: %j', async (bad, message) => {
    const text = `${babiText(world(6, 1, 7))}${bad}`;
    await expect(read(text)).rejects.toThrow(message);
    const { questions, valid, notes } = await read(text, { skipBad: true });
    expect(questions.length + valid.length).toBe(6);
    expect(notes.at(-1)).toMatch(/^1 line bad/);
  });

  it.each([
    ['{"context": [], "question": "Who?", "answer": "A"}', /line 1: it is a question without a story/],
    [
      '{"context": ["A sat.", ""], "question": "Who?", "answer": "A"}',
      /line 1: "context" is neither a text nor/,
    ],
    ['{"context": "A sat.", "answer": "A"}', /line 1: it has no "question"/],
    ['{"context": "A sat.", "question": "Who?", "answer": 3}', /line 1: "answer" is no text/],
    ['{"context": "A sat."', /line 1: it is not JSON/],
  ])('names the line of JSON: %s', async (line, message) => {
    await expect(read(line)).rejects.toThrow(message);
  });

  it('refuses too little, and options that cannot be meant', async () => {
    await expect(read('1 A sat.\n2 Who sat?\tA\n')).rejects.toThrow(/it has 1 usable question/);
    await expect(read('\n \n')).rejects.toThrow(/nothing but blanks/);
    const data = await dataOf(world(6));
    for (const name of ['hidden', 'layers', 'hops', 'wordSize', 'batch', 'lr', 'clip'])
      await expect(fit(data, { steps: 1, [name]: 0 }, engine)).rejects.toThrow(`answer: ${name} is 0`);
    await expect(fit(data, { cell: 'jordan' }, engine)).rejects.toThrow(/cell is jordan/);
    await expect(dataOf(world(6), { validFraction: 1 })).rejects.toThrow(/validFraction is 1/);
    expect(() => asRead([{ context: [], question: 'Who?' }])).toThrow(
      /question 1: it is a question without a story/,
    );
  });

  it('scores by file, and predicts what has no answers', async () => {
    const stored = await fit(await dataOf(world(30)), { ...small, steps: 1 }, engine);
    const predictor = await task.open(stored, engine);
    const paths = [await fileOf(good, 'a.txt'), await fileOf(babiText(world(4, 9)), 'b.txt')];
    const both = await task.read(platform, paths, {}, stored.manifest);
    expect(both.notes).toEqual(['a.txt, b.txt: 10 questions; 6 facts before a question.']);
    const { columns, tables = [] } = await predictor.evaluate(both, {});
    expect(columns).toEqual(['accuracy', 'mean by file']);
    expect(tables[0].rows.map(({ name, values }) => [name, values[2]])).toEqual([
      ['a.txt', 6],
      ['b.txt', 4],
    ]);
    const asked = await task.read(platform, [await fileOf('1 Ann sat.\n2 Who sat?\n')], {}, stored.manifest);
    const { json, text } = await predictor.predict(asked, { best: 2, ablate: true });
    const [{ confidence, facts }] = Object(json).answers as answer.Answer[];
    expect(facts).toEqual([{ fact: 'Ann sat.', weights: [1, 1], without: confidence }]);
    expect(text(80)).toMatch(
      /^Who sat\?\n {2}\S+ \(0\.\d+\)\n {2}\S+ \(0\.\d+\)\n {4}1\.00 {2}1\.00 {2}Ann sat\. \(without it 0\.\d+\)$/,
    );
    await expect(predictor.evaluate(asked, {})).rejects.toThrow(/line 2: the question has no answer/);
    await expect(predictor.evaluate(asked, { skipBad: true })).rejects.toThrow(/there is no question/);
    await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to answer/);
    predictor.close();
    const other = { ...stored, manifest: { ...stored.manifest, task: 'tag' } };
    await expect(task.open(other, engine)).rejects.toThrow(/task tag/);
  });
});
