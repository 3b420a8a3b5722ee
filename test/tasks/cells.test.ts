import { describe, expect, test } from 'vitest';
import { cellNames } from '../../src/nn/stack/cellChoice.ts';
import * as forecast from '../../src/tasks/forecast/index.ts';
import * as generate from '../../src/tasks/generate/index.ts';
import * as tag from '../../src/tasks/tag/index.ts';
import { taskCells } from '../../src/tasks/taskCell.ts';
import { seasonal } from './forecast/seasonal.ts';
import { requests } from './tag/made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const text = '0 comes before 1.\n1 comes before 2.\n2 comes before 0.\n'.repeat(12);

describe.each(taskCells)('%s', (cell) => {
  test('learns to write, and writes the same again when it is opened', async () => {
    const options = { cell, hidden: 24, embedding: 8, context: 24, batch: 4, lr: 0.02 };
    const model = await generate.fit(text, { ...engine, ...options, steps: 120 });
    const [{ values }, unigram] = model.evaluate(text.slice(0, 300)).rows;
    expect(values[0]).toBeLessThan(0.7 * unigram.values[0]);
    const again = await generate.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    expect(await again.generate({ prompt: '1', seed: 8 })).toBe(
      await model.generate({ prompt: '1', seed: 8 }),
    );
    model.close();
    again.close();
  });

  test('learns tags in two directions', async () => {
    const sizes = { hidden: 12, wordSize: 12, characterSize: 6, characterHidden: 6, batch: 8 };
    const model = await tag.fit(requests(96), { ...engine, ...sizes, cell, epochs: 6, lr: 0.02, dropout: 0 });
    const [{ values }] = model.evaluate(requests(24)).rows;
    expect(values[3]).toBeGreaterThan(90); // two in three tokens have no tag
    const again = await tag.open(structuredClone(model.model), engine);
    expect(again.probe()).toEqual(model.manifest.probes.map(({ output }) => output));
    model.close();
    again.close();
  });
});

test.each(cellNames)('%s forecasts', async (cell) => {
  const options = { cell, horizon: 3, period: 12, hidden: 12, steps: 20, origins: 3 };
  const model = await forecast.fit(seasonal(72), { ...engine, ...options });
  const [{ name, values }, seasonalNaive] = (await model.evaluate()).rows;
  expect(name).toBe(`${cell} 12`);
  expect(values[0]).toBeLessThan(2 * seasonalNaive.values[0]);
  model.close();
});
