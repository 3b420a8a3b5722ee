import { expect, it } from 'vitest';
import { generate } from '../../../src/index.ts';

const engine = { backend: 'wasm', threads: 1 } as const;
const alphabet = 'abcdefgh';

it('a model that knows its text by heart does not drift', async () => {
  const text = alphabet.repeat(250);
  const model = await generate.fit(text, {
    hidden: 24,
    steps: 300,
    lr: 0.05,
    context: 32,
    dropout: 0,
    ...engine,
  });
  const { notes, tables = [] } = model.evaluate(alphabet.repeat(1100), { drift: true });
  expect(notes.at(-1)).toMatch(/^It has not drifted at the end, 64 symbols of its own after 64/);
  const [{ columns, rows }] = tables;
  expect(columns).toEqual(['text', 'own', 'gap']);
  expect(rows.map(({ name }) => name)).toEqual([
    ...['symbol 1', 'symbol 2', 'symbols 3 to 4', 'symbols 5 to 8', 'symbols 9 to 16', 'symbols 17 to 32'],
    'symbols 33 to 64',
  ]);
  // Who slips once stays a symbol behind: the rare stretch does.
  for (const { values } of rows) expect(values[1]).toBeLessThan(0.5);
  expect(model.evaluate(text).tables).toBeUndefined();
  model.close();
});

it('of a text whose words come in any order, its own soon say nothing of the text', async () => {
  const words = ['north', 'south', 'east', 'west'];
  const text = Array.from({ length: 500 }, (_, k) => words[(k * k * 7 + (k >> 2)) % 4]).join(' ');
  const model = await generate.fit(text, {
    hidden: 24,
    steps: 200,
    lr: 0.02,
    context: 32,
    dropout: 0,
    ...engine,
  });
  const short = text.slice(0, 1280);
  const { notes, tables = [] } = model.evaluate(short, { drift: true });
  const [{ rows }] = tables;
  // Before anything is drawn both have read the same.
  expect(rows[0].values[2]).toBe(0);
  // What follows the first 64 symbols of each 128, read on: the loss of the text itself.
  const forced = rows.reduce((sum, { values }, k) => sum + values[0] * [1, 1, 2, 4, 8, 16, 32][k], 0) / 64;
  expect(forced).toBeLessThan(model.score(short) + 0.3);
  expect(rows.at(-1)?.values[2]).toBeGreaterThan(1);
  expect(notes.at(-1)).toMatch(/^It has drifted from symbol \d+ of its own on/);
  model.close();
});

it('texts of two symbols have one position', async () => {
  const model = await generate.fit(alphabet.repeat(8), { hidden: 4, steps: 1, ...engine });
  expect(model.evaluate('ab', { drift: true }).tables?.[0].rows.map(({ name }) => name)).toEqual([
    'symbol 1',
  ]);
  model.close();
});
