import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { platform } from '#platform';
import type { Turn } from '../../../src/data/dialog/dialog.ts';
import type { ChatData } from '../../../src/tasks/chat/data.ts';
import * as chat from '../../../src/tasks/chat/index.ts';
import type { ChatOptions } from '../../../src/tasks/chat/options.ts';
import { task } from '../../../src/tasks/chat/task.ts';
import { bookings } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;

async function fileOf(content: string | Uint8Array, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrolled-chat-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const read = async (
  content: string | Uint8Array,
  name = 'x.txt',
  options: ChatOptions = {},
): Promise<ChatData> => task.read(platform, [await fileOf(content, name)], { validFraction: 0, ...options });

const turnsOf = ({ dialogs }: ChatData): Turn[][] => dialogs.map(({ turns }) => [...turns]);
const user = (text: string): Turn => ({ speaker: 'user', text });
const bot = (text: string): Turn => ({ speaker: 'bot', text });
const data = (text: string): Turn => ({ speaker: 'data', text });

describe('files of dialogs', () => {
  const wanted = [
    [user('hi'), bot('hello')],
    [user('a room'), data('room 7'), bot('room 7 is free'), user('thanks'), bot('bye')],
  ];

  it('are JSON lines: turns as texts or with their speakers', async () => {
    const lines = [{ turns: ['hi', 'hello'] }, { turns: wanted[1] }];
    expect(turnsOf(await read(`${lines.map((line) => JSON.stringify(line)).join('\n\n')}\n`))).toEqual(
      wanted,
    );
  });

  it('have the form of bAbI: numbered lines, an empty line or the number 1 between dialogs, gzipped or not', async () => {
    const text = '1 hi\thello\n\n1 a room\tone moment\n2 room 7\n3 <SILENCE>\troom 7 is free\n1 hi\thello\n';
    const expected = [
      [user('hi'), bot('hello')],
      [user('a room'), bot('one moment'), data('room 7'), user('<SILENCE>'), bot('room 7 is free')],
      [user('hi'), bot('hello')],
    ];
    expect(turnsOf(await read(text))).toEqual(expected);
    expect(turnsOf(await read(gzipSync(text), 'x.gz'))).toEqual(expected);
  });

  it('have the form of CamRest676', async () => {
    const turn = (transcript: string, sent: string): object => ({
      usr: { transcript, slu: [] },
      sys: { sent, DA: [] },
    });
    const dialogs = [
      { dial: [turn('hi', 'hello ')] },
      { dial: [turn('a', 'b'), turn('c', 'd')], finished: 'Yes' },
    ];
    expect(turnsOf(await read(JSON.stringify(dialogs)))).toEqual([
      [user('hi'), bot('hello')],
      [user('a'), bot('b'), user('c'), bot('d')],
    ]);
  });

  it('have the form of the ChatterBot corpus, and plain words in it are texts', async () => {
    const text =
      'categories:\n- food\nconversations:\n- - hi\n  - hello\n- - What?\n  - "42: no"\n  - no\n  - 2024-01-01\n';
    expect(turnsOf(await read(text, 'x.yml'))).toEqual([
      [user('hi'), bot('hello')],
      [user('What?'), bot('42: no'), user('no'), bot('2024-01-01')],
    ]);
  });

  const good = '{"turns":["a","b"]}\n';
  it.each<[content: string | Uint8Array, message: RegExp]>([
    [
      `${good}{"turns":["a"]}\n`,
      /x\.txt, line 2: the dialog has no reply\. Give a turn of the user.*--skip-bad/,
    ],
    [`${good}{"turns":[]}\n`, /line 2: the dialog has no turns/],
    [`${good}{"turns":["a"," "]}\n`, /line 2: turn 2 of the dialog is empty/],
    [`${good}{"turns":["a","b"}\n`, /x\.txt, line 2, column 18: from here on it is not JSON/],
    [`${good}{"turns":["a","b"\n`, /x\.txt, line 2, column 18: from here on it is not JSON/],
    [`${good}["a"]\n`, /line 2: it has no list of "turns"/],
    [
      `${good}{"turns":[{"speaker":"me","text":"a"}]}\n`,
      /line 2: turn 1: the speaker is "me", not one of user, bot, data/,
    ],
    [`${good}{"turns":[{"speaker":"user","text":3}]}\n`, /line 2: turn 1: it has no "text"/],
    [
      `${good}{"turns":[{"speaker":"bot","text":"a"},{"speaker":"user","text":"a"}]}\n`,
      /line 2: the dialog has no reply/,
    ],
    ['1 a\tb\n3 c\td\n', /x\.txt, line 2: its number is 3, 2 is expected\. Number the lines/],
    ['1 a\tb\nc\td\n', /x\.txt, line 2: it is no numbered line/],
    ['1 a\tb\n\n1 a\n2 b\n', /x\.txt, line 3: the dialog has no reply/],
    ['[{"dial": []}]', /x\.txt, dialog 1: the dialog has no turns/],
    ['[{"dail": []}]', /x\.txt, dialog 1: it has no list "dial"/],
    [
      '[{"dial": [\n {"usr": {"transcript": "a"},}]}]',
      /x\.txt, line 2, column 30: from here on it is not JSON/,
    ],
    ['conversations:\n- - a\n  - b\n- - "c\n', /x\.txt, line 5, column 1: not YAML/],
    ['conversations:\n- - a\n  - b\n- c\n', /x\.txt, line 4, column 3: it is no list of turns/],
    ['conversations: none\n', /x\.txt: it has no list "conversations"/],
    ['conversations:\n- - a\n  - b\n- - c\n', /x\.txt, line 4, column 3: the dialog has no reply/],
    [Uint8Array.of(123, 0xff, 10), /x\.txt: not UTF-8 text: byte 1/],
    ['', /x\.txt: the file is empty/],
    [good, /x\.txt: it has 1 usable dialog\. Give at least 2/],
    [
      `${good}{"turns":["${'a '.repeat(100_000)}","b"]}\n`,
      /line 2: turn 1 has 100,000 symbols, more than 1000/,
    ],
  ])('say what is wrong, and where: %j', async (content, message) => {
    await expect(read(content, 'x.txt', { unit: 'token' })).rejects.toThrow(message);
  });

  it('can do without what is bad', async () => {
    const bad = '{"turns":["a"]}\n{"turns":["a",\n{"turns":[{"text":"a"}]}\n';
    const { dialogs, notes } = await read(`${good}${bad}${good}`, 'x.txt', { skipBad: true });
    expect(dialogs).toHaveLength(2);
    expect(notes).toEqual([
      'x.txt: 2 dialogs with 2 replies to train on, none held out.',
      '3 dialogs bad, left out.',
    ]);
  });

  it('hold out dialogs, or have a file to validate on', async () => {
    const text = bookings(10)
      .map((turns) => `${JSON.stringify({ turns })}\n`)
      .join('');
    const { dialogs, valid } = await read(text, 'x.txt', { validFraction: 0.3 });
    expect([dialogs.length, valid.length]).toEqual([7, 3]);
    const validFile = await fileOf(good, 'v.txt');
    const given = await task.read(platform, [await fileOf(text, 'x.txt')], { validFile });
    expect([given.dialogs.length, given.valid.length]).toEqual([10, 1]);
  });
});

describe('what comes with dialogs', () => {
  const dialogs = bookings(4)
    .map((turns) => `${JSON.stringify({ turns })}\n`)
    .join('');

  it('are candidates, a line each, with a number before all of them or none', async () => {
    const candidates = await fileOf('1 no\n1 two of them\n1 no\n', 'c.txt');
    expect((await read(dialogs, 'x.txt', { candidates })).candidates).toEqual(['no', 'two of them']);
    const plain = await fileOf('2 rooms\nno\n', 'c.txt');
    expect((await read(dialogs, 'x.txt', { candidates: plain })).candidates).toEqual(['2 rooms', 'no']);
  });

  it('are slots, as lists or as the rows of a database', async () => {
    const slots = await fileOf('{"day": ["friday", " "], "number": ["two"]}', 's.json');
    expect((await read(dialogs, 'x.txt', { slots })).slots).toEqual({ day: ['friday'], number: ['two'] });
    const rows = [
      { name: 'a b', food: 'thai', type: 'restaurant', seats: 3 },
      { name: 'c', food: 'thai french', type: 'restaurant' },
    ];
    const base = await fileOf(JSON.stringify(rows), 's.json');
    expect((await read(dialogs, 'x.txt', { slots: base })).slots).toEqual({
      name: ['a b', 'c'],
      food: ['thai', 'thai french'],
    });
  });

  it.each([
    ['{"day": "friday"}', /s\.json: "day" is no slot with a list of values/],
    ['{"a day": ["friday"]}', /s\.json: "a day" is no slot/],
    ['{}', /s\.json: it has no slots/],
    ['{"day": ["friday"]', /s\.json, line 1, column 19: from here on it is not JSON/],
  ])('is refused where it is no such thing: %s', async (content, message) => {
    const slots = await fileOf(content, 's.json');
    await expect(read(dialogs, 'x.txt', { slots })).rejects.toThrow(message);
  });
});

describe('predict and evaluate', () => {
  let model: chat.Chatbot;
  beforeAll(async () => {
    const small = { hidden: 6, embedding: 4, steps: 200 };
    model = await chat.fit(bookings(9), { ...small, ...engine });
    return () => model.close();
  });
  const ask = async (content: string): Promise<ChatData> =>
    task.read(platform, [await fileOf(content, 'x.txt')], {}, model.manifest);

  it('take lines, or dialogs with or without a reply at the end', async () => {
    const predictor = await task.open(model.model, engine);
    const lines = await ask('hello\n\nI need a room\n');
    const { text, json } = await predictor.predict(lines, { maxLength: 3 });
    expect(text(80).split('\n')).toHaveLength(3);
    const { replies } = Object(json) as { replies: chat.Reply[] };
    expect(replies[1]).toEqual({ text: '', score: 0 });
    const [reply] = model.reply([['hello']], { maxLength: 3 });
    for (const content of ['{"turns":["hello"]}', '{"turns":["hello","hi"]}', '1 hello\thi\n', '1 hello\n']) {
      const { json: same } = await predictor.predict(await ask(content), { maxLength: 3 });
      expect(same).toEqual({ replies: [JSON.parse(JSON.stringify(reply))] });
    }
    await expect(predictor.evaluate(lines, {})).rejects.toThrow(/x\.txt, line 1: the dialog has no reply/);
    await expect(predictor.predict(undefined, {})).rejects.toThrow(/there is nothing to reply to/);
    await expect(predictor.predict(lines, { temperature: 1 })).rejects.toThrow(
      /temperature is given, and nothing is/,
    );
    const traced = (await predictor.predict(await ask('hello\n'), { trace: true, maxLength: 2 })).text(80);
    expect(traced).toMatch(
      /^.*\n {2}\S+\t\S+\t\d\t\d\.\d{3}\n(.*\n)* {2}context of 12 units, norm \d\.\d\d: /,
    );
    predictor.close();
  });
});
