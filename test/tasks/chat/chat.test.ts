import { beforeAll, describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { asRead, type Turns } from '../../../src/tasks/chat/asRead.ts';
import { type ChatData, chatData } from '../../../src/tasks/chat/data.ts';
import { fit } from '../../../src/tasks/chat/fit.ts';
import * as chat from '../../../src/tasks/chat/index.ts';
import type { ChatOptions } from '../../../src/tasks/chat/options.ts';
import { expectSameBits } from '../expectSameBits.ts';
import { bookings } from './made.ts';

const small = {
  hidden: 32,
  embedding: 32,
  batch: 4,
  epochs: 20,
  lr: 0.008,
  dropout: 0,
  seed: 3,
} satisfies ChatOptions;
const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const kinds = {
  flat: { epochs: 12 },
  hierarchical: { hierarchical: true },
  ranking: { mode: 'rank', hierarchical: true },
} as const satisfies Record<string, ChatOptions>;

const dataOf = (dialogs: readonly Turns[], options: ChatOptions = {}): Promise<ChatData> =>
  chatData(platform, { dialogs: asRead(dialogs), name: 'made' }, options);

const greeting = 'hello, what can I do for you?';
const words = ['hello', ',', 'what', 'can', 'I', 'do', 'for', 'you', '?'];
const unseen = bookings(40, 2);
const trained = {} as Record<keyof typeof kinds, chat.Chatbot>;

beforeAll(async () => {
  for (const kind of ['flat', 'hierarchical', 'ranking'] as const)
    trained[kind] = await chat.fit(bookings(400), { ...small, ...engine, ...kinds[kind] });
  return () => Object.values(trained).forEach((model) => model.close());
}, 60_000);

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('chat, %s', (kind) => {
  it('learns to book what was said some turns before, beside what is said most and said to the nearest turn', () => {
    const { columns, rows, notes } = trained[kind].evaluate(unseen);
    expect(columns).toEqual(['accuracy', 'whole dialogs', 'BLEU']);
    expect(rows.map(({ name }) => name)).toEqual(['chat', 'most frequent', 'nearest turn']);
    expect(rows[0].values[0]).toBeGreaterThan(95);
    expect(rows[0].values[1]).toBeGreaterThan(80);
    expect(rows[0].values[2]).toBeGreaterThan(95);
    expect(rows[1].values[0]).toBeLessThan(40);
    expect(rows[2].values[0]).toBeLessThan(90);
    expect(notes.join()).toMatch(
      kind === 'ranking' ? /Chosen from 13 candidates/ : /Perplexity 1\.\d+ by word/,
    );
  });

  it('replies the same in any company, and when it is opened again', async () => {
    const asked = unseen.flatMap((turns) => [turns.slice(0, 1), turns.slice(0, 3), turns.slice(0, -1)]);
    const all = trained[kind].reply(asked);
    expect(asked.slice(0, 12).flatMap((turns) => trained[kind].reply([turns]))).toEqual(all.slice(0, 12));
    const again = await chat.open(structuredClone(trained[kind].model), engine);
    expect(again.reply(asked)).toEqual(all);
    expect(again.probe()).toEqual(trained[kind].manifest.probes.map(({ output }) => output));
    again.close();
  });

  it('goes on from any checkpoint to the same bits, and comes to them on two threads', async () => {
    const data = await dataOf(bookings(24));
    const options = { ...small, ...kinds[kind], dropout: 0.2, epochs: 2 };
    await expectSameBits((runtime) => fit(data, options, { ...engine, ...runtime }));
    const [one, two] = [
      await fit(data, options, engine),
      await fit(data, options, { ...engine, threads: 2 }),
    ];
    expect(two.manifest.files.weights.sha256).toBe(one.manifest.files.weights.sha256);
  });

  it('tells how a reply came about', () => {
    const [{ text, trace }] = trained[kind].reply([['hello', greeting, 'I need a room']], {
      trace: true,
    });
    expect(text).toBe('on which day?');
    expect(trace?.context.length).toBe(kind === 'flat' ? 64 : 32);
    if (kind === 'ranking') return expect(trace?.attention).toBeUndefined();
    const { read = [], written, weights = [] } = trace?.attention ?? {};
    expect(written).toEqual(['on', 'which', 'day', '?']);
    expect(read).toEqual(
      kind === 'flat'
        ? ['user:', 'hello', 'bot:', ...words, 'user:', 'I', 'need', 'a', 'room', '</s>']
        : ['user: hello', `bot: ${greeting}`, 'user: I need a room'],
    );
    for (const row of weights) {
      expect(row.length).toBe(read.length);
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
    return undefined;
  });

  it('holds a talk, which is forgotten when it is reset', () => {
    const talk = trained[kind].conversation();
    const say = (text: string): string => talk.reply(text).text;
    expect(say('hello')).toBe('hello, what can I do for you?');
    expect(say('I need a room for six people')).toBe('on which day?');
    expect(say('friday please')).toBe('booked: friday six');
    expect(talk.history).toHaveLength(6);
    expect(talk.history[5]).toEqual({ speaker: 'bot', text: 'booked: friday six' });
    talk.reset();
    expect(talk.history).toEqual([]);
    expect(() => talk.reply('  ')).toThrow(/the text is empty/);
    talk.tell('rooms: none');
    expect(talk.history).toEqual([{ speaker: 'data', text: 'rooms: none' }]);
  });

  it('ends on any history: unknown words, nothing, a hundred thousand symbols', () => {
    const [unknown, empty, long] = trained[kind].reply([
      ['zwölf 👍 Räume'],
      [''],
      ['hello', 'hello, what can I do for you?', 'a room '.repeat(50_000)],
    ]);
    expect(unknown.text).not.toContain('<unk>');
    expect(empty).toEqual({ text: '', score: 0 });
    expect(long.text.split(' ').length).toBeLessThanOrEqual(30);
  });

  it('draws the same with the same seed, and the likeliest at temperature 0', () => {
    const asked = unseen.map((turns) => turns.slice(0, 3));
    const draw = (seed: number, temperature = 3): string[] =>
      trained[kind].reply(asked, { sampling: { temperature, seed } }).map(({ text }) => text);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    expect(draw(1, 0)).toEqual(trained[kind].reply(asked).map(({ text }) => text));
  });
});

describe('a model that writes', () => {
  it('says what it writes as it writes it', () => {
    const parts: string[] = [];
    const { text } = trained.flat.conversation().reply('hello', { onText: (part) => parts.push(part) });
    expect(parts.slice(0, 4)).toEqual(['hello', 'hello,', 'hello, what', 'hello, what can']);
    expect(parts.at(-1)).toBe(text);
  });

  it('bounds every reply and says so, repeats nothing, and gives the best in order', () => {
    const { flat } = trained;
    expect(flat.reply([['hello']], { maxLength: 2 })).toMatchObject([{ text: 'hello,', cut: true }]);
    expect(flat.reply([['hello']])[0].cut).toBeUndefined();
    const [{ text, best = [] }] = flat.reply([['hello', 'hello', 'I need a room']], { beam: 4, best: 3 });
    expect(best).toHaveLength(3);
    expect(best[0].text).toBe(text);
    const scores = best.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    const [once] = flat.reply([['I need a room for two people on friday']], { noRepeat: 1 });
    expect(new Set(once.text.split(' ')).size).toBe(once.text.split(' ').length);
  });
});

describe('a model that ranks', () => {
  it('chooses among the replies of the training data and candidates, and refuses what only writing needs', async () => {
    const { ranking } = trained;
    const [{ best = [] }] = ranking.reply([['hello']], { best: 13 });
    expect(new Set(best.map(({ text }) => text))).toEqual(
      new Set(bookings(200).flatMap((turns) => turns.filter((_, k) => k % 2 === 1))),
    );
    expect(best.reduce((sum, { score }) => sum + Math.exp(score), 0)).toBeCloseTo(1, 4);
    expect(() => ranking.reply([['hello']], { beam: 2 })).toThrow(
      /beam is given, and the model ranks replies/,
    );
    const more = await chat.fit(bookings(9), {
      ...small,
      ...engine,
      mode: 'rank',
      steps: 1,
      candidates: ['no', 'no'],
    });
    expect(more.reply([['hello']], { best: 99 })[0].best?.map(({ text }) => text)).toContain('no');
    const { notes } = more.evaluate([['hello', 'never said']]);
    expect(notes.join()).toContain('1 reply not among the candidates: counted as wrong.');
    more.close();
  });
});

describe('slots', () => {
  const slots = { day: ['monday', 'tuesday', 'friday'], number: ['two', 'four', 'six'] };

  it('are read and written in place of values, which come back into the reply', async () => {
    const model = await chat.fit(bookings(150), { ...small, ...engine, epochs: 12, slots });
    const asked = ['hello', 'hello, what can I do for you?', 'I need a room on Tuesday for six people'];
    expect(model.reply([asked])[0]).toMatchObject({
      text: 'booked: Tuesday six',
      written: 'booked: [day] [number]',
    });
    const { rows, notes } = model.evaluate(unseen);
    expect(rows[0].values[0]).toBeGreaterThan(95);
    expect(notes).toContain('Values of slots are scored as their slots, each as one word.');
    const parts: string[] = [];
    const talk = model.conversation();
    talk.reply('hello');
    talk.reply('I need a room on friday for two people', { onText: (part) => parts.push(part) });
    expect(parts.join()).not.toContain('[');
    expect(parts.at(-1)).toBe('booked: friday two');
    model.close();
  });
});

describe('going on', () => {
  it('keeps what a model is', async () => {
    const { model: from } = trained.flat;
    const more = await chat.fit(bookings(20, 7), { ...engine, epochs: 1, lr: 1e-4, from });
    expect(more.evaluate(unseen).rows[0].values[0]).toBeGreaterThan(95);
    more.close();
    await expect(chat.fit(bookings(9), { ...engine, from, hidden: 8 })).rejects.toThrow(
      /hidden is 8, but the model to go on from was made with 32/,
    );
    await expect(chat.fit(bookings(9), { ...engine, from, slots: { day: ['friday'] } })).rejects.toThrow(
      /slots is given, but the model to go on from was made with its own/,
    );
  });

  it.each<[ChatOptions & { readonly candidates?: never }, RegExp]>([
    [{ hierarchical: true, turns: 3 }, /turns is 3, and a hierarchical model reads all turns/],
    [{ mode: 'rank', smoothing: 0.1 }, /smoothing is given, and a model that ranks writes nothing/],
    [{ mode: 'rank', conditioning: 'luong' }, /conditioning is given, and a model that ranks/],
    [{ cell: 'jordan' }, /cell is jordan/],
    [{ hidden: 0 }, /chat: hidden is 0/],
    [{ lr: 0 }, /chat: lr is 0/],
    [{ turns: 1.5 }, /chat: turns is 1.5/],
  ])('refuses options that do not go together: %o', async (options, message) => {
    await expect(fit(await dataOf(bookings(9)), { ...small, ...options }, engine)).rejects.toThrow(message);
  });

  it('refuses candidates for a model that writes, and searches that cannot be meant', async () => {
    await expect(chat.fit(bookings(9), { ...engine, candidates: ['no'] })).rejects.toThrow(
      /candidates are given, and a model that writes ranks nothing/,
    );
    const ask = (options: chat.ReplyOptions) => () => trained.flat.reply([['hello']], options);
    expect(ask({ best: 3 })).toThrow(/best is 3, and beam 1/);
    expect(ask({ beam: 2, sampling: {} })).toThrow(/beam with sampling/);
    expect(ask({ maxLength: 0 })).toThrow(/maxLength is 0/);
    expect(() => trained.flat.reply([[{ speaker: 'bot', text: 'hello' }]])).toThrow(
      /nothing is said that could/,
    );
  });
});
