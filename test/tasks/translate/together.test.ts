import { beforeAll, describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import { reversed } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const options = { unit: 'token', hidden: 12, embedding: 8, batch: 16, epochs: 3, lr: 0.02 } as const;
const pairs = reversed(150);
const unseen = reversed(20, 2);
const sources = unseen.map(({ source }) => source);

let one: translate.Translator;
let other: translate.Translator;

beforeAll(async () => {
  one = await translate.fit(pairs, { ...options, ...engine, seed: 1 });
  other = await translate.fit(pairs, {
    ...options,
    ...engine,
    seed: 2,
    hidden: 10,
    conditioning: 'bahdanau',
  });
  return () => {
    one.close();
    other.close();
  };
});

async function together(...models: readonly translate.Translator[]): Promise<translate.Translator> {
  const [first, ...others] = models.map(({ model }) => model);
  return translate.open([first, ...others], engine);
}

/** The log-probability of a translation by itself: what the model scores it with where nothing else may be written. */
const scoreOf = (model: translate.Translator, source: string, text: string): number =>
  model.translate([source], { beam: 1, prefix: text, maxLength: text.split(' ').length, lengthPenalty: 0 })[0]
    .score;

describe('several models together', () => {
  it('translate as one of them does where they all are the same', async () => {
    const same = await together(one, one, one);
    const search = { beam: 3, best: 3 };
    const [alone, all] = [one, same].map((model) => model.translate(sources, search));
    alone.forEach(({ best = [] }, k) => {
      expect(all[k].best?.map(({ text }) => text)).toEqual(best.map(({ text }) => text));
      best.forEach(({ score }, place) => expect(all[k].best?.[place].score).toBeCloseTo(score, 5));
    });
    const [by, bySame] = [one, same].map((model) => model.evaluate(unseen));
    expect(bySame.rows).toEqual(by.rows);
    expect(bySame.notes).toEqual(by.notes);
    const [traced, tracedSame] = [one, same].map((model) => model.translate(['one two'], { trace: true })[0]);
    tracedSame.trace?.weights
      ?.flat()
      .forEach((weight, k) => expect(weight).toBeCloseTo(traced.trace?.weights?.flat()[k] ?? NaN, 6));
    same.close();
  });

  it('average their probabilities, whatever their architectures are', async () => {
    const both = await together(one, other);
    for (const source of ['one', 'six']) {
      const probability = (model: translate.Translator): number => Math.exp(scoreOf(model, source, '1'));
      expect(probability(both)).toBeCloseTo((probability(one) + probability(other)) / 2, 6);
    }
    both.close();
  });

  it('have one vocabulary, and are stored each by itself', async () => {
    const strange = await translate.fit(reversed(20), { ...options, ...engine, steps: 1, minCount: 40 });
    await expect(together(one, other, strange)).rejects.toThrow(/model 3 has other symbols than the first/);
    strange.close();
    const both = await together(one, other);
    await expect(both.save('nowhere')).rejects.toThrow(/2 models that translate together/);
    both.close();
  });
});

describe('groups', () => {
  it('of one are plain search; more give translations that differ earlier', () => {
    expect(one.translate(sources, { beam: 4, best: 4, groups: 1 })).toEqual(
      one.translate(sources, { beam: 4, best: 4 }),
    );
    const begun = (search: translate.TranslationOptions): number =>
      one
        .translate(sources, { beam: 4, best: 4, ...search })
        .reduce((sum, { best = [] }) => sum + new Set(best.map(({ text }) => text.split(' ')[0])).size, 0);
    expect(begun({ groups: 4, diversity: 5 })).toBeGreaterThan(1.5 * begun({}));
  });

  it('are refused where they mean nothing', () => {
    expect(() => one.translate(['one'], { diversity: 1 })).toThrow(/diversity without groups/);
    expect(() => one.translate(['one'], { groups: 5, sampling: {} })).toThrow(/groups with sampling/);
    expect(() => one.translate(['one'], { beam: 4, groups: 3 })).toThrow(/3 groups of a beam of 4/);
  });
});
