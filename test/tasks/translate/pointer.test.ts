import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beamSearch } from '../../../src/nn/search/beamSearch.ts';
import { nextScores } from '../../../src/nn/decoder/nextScores.ts';
import * as translate from '../../../src/tasks/translate/index.ts';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { noGradient } from '../../../src/tensor/tape.ts';
import { expectGradients, tiny } from './expectGradients.ts';
import { named } from './named.ts';
import { batchOf, lossOf, stepwiseLoss } from './stepwiseLoss.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const pointing = { ...tiny, shared: true, pointer: true } as const;
// 7 and 8 are what only the sources have.
const batch = batchOf(
  [
    [4, 7, 5, 7, 2],
    [3, 2],
    [8, 5, 4, 7, 2],
  ],
  [
    [1, 3, 7, 2],
    [1, 4, 5, 6, 2],
    [1, 8, 5, 7, 0, 2],
  ],
);

describe.each([
  { conditioning: 'luong', score: 'general' },
  { conditioning: 'bahdanau', score: 'additive', coverage: true },
] as const)('a pointer, %o', (form) => {
  it('has the gradients of central differences', () => {
    expectGradients(
      { ...pointing, ...form },
      (model) => model.loss(batch, undefined, { coverage: 0.3 }).loss,
    );
  });

  it('takes steps in a search as in training, and its probabilities add up to 1', () => {
    const model = translateModel(context, { ...pointing, ...form }, 3);
    expect(stepwiseLoss(context, model, batch)).toBeCloseTo(lossOf(context, model, batch), 5);
    const scores = context.step(() =>
      noGradient(context, () =>
        nextScores(
          context,
          model,
          [...batch.sources],
          [],
        )(Int32Array.of(1, 1, 1), Int32Array.of(0, 1, 2), ({ rows }) => rows.slice()),
      ),
    );
    expect(scores).toHaveLength(3 * 9);
    for (const k of [0, 1, 2]) {
      const own = scores.subarray(9 * k, 9 * (k + 1));
      expect(own.reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 5);
      // Only what the source has can be copied.
      expect([7, 8].filter((symbol) => own[symbol] > -Infinity)).toEqual(
        [7, 8].filter((symbol) => batch.sources[k].includes(symbol)),
      );
    }
  });

  it('that never points is the model without', () => {
    const [points, plain] = [true, false].map((pointer) =>
      translateModel(context, { ...pointing, ...form, pointer }, 3),
    );
    points.parameters['pointer.weight'].set(points.parameters['pointer.weight'].toArray().fill(0));
    points.parameters['pointer.bias'].set([90]);
    const closed = batchOf(
      batch.sources.map((own) => Array.from(own, (symbol) => (symbol < 7 ? symbol : 0))),
      [
        [1, 3, 5, 2],
        [1, 4, 5, 6, 2],
        [1, 0, 2],
      ],
    );
    expect(lossOf(context, points, closed)).toBeCloseTo(lossOf(context, plain, closed), 6);
    const [found, wanted] = [points, plain].map((model) =>
      context.step(() =>
        noGradient(context, () => {
          const writing = { count: 3, begin: 1, end: 2, bounds: [6, 6, 6] };
          const next = nextScores(context, model, [...closed.sources], []);
          return beamSearch(next, writing, { beam: 3, best: 3 }).flat();
        }),
      ),
    );
    expect(found.map(({ symbols }) => symbols)).toEqual(wanted.map(({ symbols }) => symbols));
    found.forEach(({ score }, k) => expect(score).toBeCloseTo(wanted[k].score, 4));
  });
});

describe('a translator that points', () => {
  let model: translate.Translator;
  beforeAll(async () => {
    const options = { unit: 'word', minCount: 20, hidden: 16, embedding: 12, batch: 16, lr: 0.01 } as const;
    model = await translate.fit(named(400), {
      ...options,
      ...engine,
      pointer: true,
      epochs: 6,
      dropout: 0.1,
    });
    return () => model.close();
  });
  const sources = ['please call Zora today', 'please ask Kuno now', 'please see Anna later'];
  const texts = ['today call Zora !', 'now ask Kuno !', 'later see Anna !'];

  it('writes words that it has never read, the same in any company', async () => {
    const all = model.translate(sources, { best: 3 });
    expect(all.map(({ text }) => text)).toEqual(texts);
    expect(sources.flatMap((source) => model.translate([source], { best: 3 }))).toEqual(all);
    const [{ trace }] = model.translate([sources[0]], { trace: true });
    expect(trace?.source).toContain('Zora');
    expect(trace?.target).toContain('Zora');
    const again = await translate.open([model.model, model.model], engine);
    expect(again.translate(sources).map(({ text }) => text)).toEqual(texts);
    again.close();
  });

  it('has them in its perplexity, and drifts not', () => {
    const pairs = sources.map((source, k) => ({ source, target: texts[k] }));
    const { rows, notes, tables } = model.evaluate(pairs, { drift: true });
    expect(rows[0].values[2]).toBe(100);
    expect(Number(/Perplexity ([\d.]+)/.exec(notes.join())?.[1])).toBeLessThan(1.5);
    expect(tables?.[0].rows[0].values[2]).toBe(0);
  });
});
