import { beforeAll, describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import { named } from './named.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;

const pairs = named(400);

let model: translate.Translator;

beforeAll(async () => {
  const options = {
    unit: 'word',
    minCount: 20,
    conditioning: 'bahdanau',
    hidden: 24,
    embedding: 16,
    batch: 16,
    lr: 0.01,
  } as const;
  model = await translate.fit(pairs, { ...options, ...engine, epochs: 6, dropout: 0.1 });
  return () => model.close();
});

describe('unknown words', () => {
  const [source, text] = ['please call Zora today', 'today call Zora !'];

  it('are copied from where they are attended to, and never written otherwise', () => {
    expect(model.translate([source])[0].text).not.toMatch(/Zora|<unk>/);
    const [{ text: copied, trace, best = [] }] = model.translate([source], {
      copyUnknown: true,
      trace: true,
      best: 2,
    });
    expect(copied).toBe(text);
    expect(best[0].text).toBe(text);
    expect(trace?.target.slice(2)).toContain('Zora');
  });

  it('count as right where they are', () => {
    const own = [{ source, target: text }];
    expect(model.evaluate(own).rows[0].values[2]).toBe(0);
    expect(model.evaluate(own, { copyUnknown: true }).rows[0].values[2]).toBe(100);
  });

  it('cannot be copied without attention, or into other units', async () => {
    const make = (options: Parameters<typeof translate.fit>[1]): Promise<translate.Translator> =>
      translate.fit(pairs.slice(0, 20), { ...engine, hidden: 4, embedding: 4, steps: 1, ...options });
    const blind = await make({ conditioning: 'every' });
    expect(() => blind.translate([source], { copyUnknown: true })).toThrow(/attends to nothing/);
    blind.close();
    const mixed = await make({ targetUnit: 'character' });
    expect(() => mixed.translate([source], { copyUnknown: true })).toThrow(
      /of the unit word to those of character/,
    );
    mixed.close();
  });
});
