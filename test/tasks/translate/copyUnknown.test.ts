import { beforeAll, describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import { stream, uniform } from '../../../src/support/random.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;

/** Names, a quarter of which come once or twice and so are unknown, in another place of the target than of the source. */
const pairs = Array.from({ length: 400 }, (_, k) => {
  const pick = (place: number, most: number): number => Math.floor(most * uniform(stream(5, k), place));
  const rare = `${'BCDFGKLM'[pick(0, 8)]}${'aeiou'[pick(1, 5)]}${'bcdfgklm'[pick(2, 8)]}${'aeiou'[pick(5, 5)]}`;
  const name = pick(6, 4) === 0 ? rare : ['Anna', 'Ben', 'Carl', 'Dora', 'Emil'][pick(7, 5)];
  const verb = ['see', 'call', 'ask'][pick(3, 3)];
  const when = ['now', 'today', 'later'][pick(4, 3)];
  return { source: `please ${verb} ${name} ${when}`, target: `${when} ${verb} ${name} !` };
});

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
    const named = [{ source, target: text }];
    expect(model.evaluate(named).rows[0].values[2]).toBe(0);
    expect(model.evaluate(named, { copyUnknown: true }).rows[0].values[2]).toBe(100);
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
