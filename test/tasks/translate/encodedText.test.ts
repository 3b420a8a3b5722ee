import { beforeAll, describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import type { TranslateOptions } from '../../../src/tasks/translate/options.ts';
import { reversed } from './made.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const made = (conditioning: TranslateOptions['conditioning']): Promise<translate.Translator> =>
  translate.fit(reversed(300), {
    ...engine,
    conditioning,
    ...({ unit: 'token', batch: 16, epochs: 10 } as const),
    ...{ hidden: 20, embedding: 12, lr: 0.02, dropout: 0.1 },
  });
const [text, other] = ['two five one', 'six three four'];

describe.each(['first', 'every', 'bahdanau', 'luong'] as const)(
  'what an encoder made, %s',
  (conditioning) => {
    let model: translate.Translator;
    beforeAll(async () => {
      model = await made(conditioning);
      return () => model.close();
    });

    it('is decoded to the same translation, scores and trace', () => {
      const options = { best: 3, trace: true };
      const encoded = model.encode(text);
      expect(encoded.source).toEqual(['two', 'five', 'one', '</s>']);
      expect(encoded.states.map((state) => state.length)).toEqual([40, 40, 40, 40]);
      const stored = JSON.parse(JSON.stringify(encoded)) as translate.EncodedText;
      const [translation] = model.translate([text], options);
      expect(model.decode(stored, options)).toEqual(translation);
      expect(translation.trace?.states?.source).toEqual(encoded.states);
      expect(translation.trace?.context).toEqual(encoded.context);
      expect(translation.trace?.states?.target).toHaveLength(translation.trace?.target.length ?? NaN);
    });

    it('of another text is decoded to the translation of that', () => {
      const [mine, its] = [model.encode(text), model.encode(other)];
      expect(model.decode({ ...its, text }).text).toBe(model.translate([other])[0].text);
      expect(model.decode({ ...mine, ...its }).text).not.toBe(model.translate([text])[0].text);
    });

    it('tells what the decoder goes by: which change of it changes the translation', () => {
      const [mine, its] = [model.encode(text), model.encode(other)];
      const own = model.decode(mine).score;
      const changed = (change: Partial<translate.EncodedText>): boolean =>
        model.decode({ ...mine, ...change }).score !== own;
      expect(changed({ state: its.state })).toBe(true);
      expect(changed({ context: its.context })).toBe(conditioning === 'every');
      const attends = conditioning === 'bahdanau' || conditioning === 'luong';
      expect(changed({ states: its.states })).toBe(attends);
      expect(changed({ states: mine.states.map((state, k) => (k === 1 ? its.states[k] : state)) })).toBe(
        attends,
      );
    });

    it('of other sizes is refused', () => {
      const mine = model.encode(text);
      expect(() => model.decode({ ...mine, context: [1] })).toThrow(/context has 1 numbers, for \[1, 40\]/);
      expect(() => model.decode({ ...mine, states: mine.states.slice(1) })).toThrow(
        /states has 120 numbers, for \[4, 40\]/,
      );
      expect(() => model.decode({ ...mine, state: [] })).toThrow(/state h of layer 0 has 0 numbers/);
    });
  },
);

describe('several models', () => {
  it('encode nothing together', async () => {
    const model = await made('first');
    const both = await translate.open([model.model, model.model], engine);
    expect(() => both.encode(text)).toThrow(/2 models that translate together/);
    expect(() => both.translate([text], { trace: true })).toThrow(/not all of which attend/);
    both.close();
    model.close();
  });
});
