import { describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { expectGradients, tiny } from './expectGradients.ts';
import { reversed } from './made.ts';
import { batchOf, lossOf, stepwiseLoss } from './stepwiseLoss.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const options = {
  unit: 'token',
  conditioning: 'bahdanau',
  hidden: 10,
  embedding: 8,
  batch: 16,
  lr: 0.02,
  ...engine,
} as const;
const batch = batchOf(
  [
    [4, 1, 5, 2],
    [3, 2],
    [6, 5, 4, 3, 2],
  ],
  [
    [1, 3, 2],
    [1, 4, 5, 6, 2],
    [1, 6, 6, 2],
  ],
);

describe.each(['bahdanau', 'luong'] as const)('coverage, %s', (conditioning) => {
  it('and its cost have the gradients of central differences', () => {
    expectGradients(
      { ...tiny, conditioning, coverage: true },
      (model) => model.loss(batch, undefined, { coverage: 0.8 }).loss,
    );
  });
});

describe('a translator with coverage', () => {
  it('takes steps in a search as in training', async () => {
    const context = await openContext({ backend: 'wasm', threads: 1 });
    const model = translateModel(context, { ...tiny, coverage: true }, 3);
    for (const tensor of Object.values(model.parameters)) tensor.set(tensor.toArray().map((x) => 3 * x));
    const weight = model.parameters['decoder.attention.coverage.weight'];
    weight.set([6, -6, 6, -6, 6, -6]);
    const loss = lossOf(context, model, batch);
    expect(stepwiseLoss(context, model, batch)).toBeCloseTo(loss, 5);
    weight.set(new Float32Array(6));
    expect(Math.abs(stepwiseLoss(context, model, batch) - loss)).toBeGreaterThan(1e-4);
    context.close();
  });

  it('gives a text the same in any company', async () => {
    const pairs = reversed(60);
    const model = await translate.fit(pairs, { ...options, epochs: 8, coverage: 1 });
    const sources = pairs.slice(0, 12).map(({ source }) => source);
    const search = { beam: 3, best: 3 };
    const all = model.translate(sources, search);
    expect(sources.flatMap((own) => model.translate([own], search))).toEqual(all);
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(4);
    model.close();
  });

  it('can be made of one without, which it is before its first step', async () => {
    const pairs = reversed(40);
    const plain = await translate.fit(pairs, { ...options, epochs: 1 });
    const { model: from } = plain;
    const lr = 1e-30;
    const same = await translate.fit(pairs, { ...options, from, epochs: 1, coverage: 1, lr, average: 0 });
    expect(same.evaluate(pairs)).toEqual(plain.evaluate(pairs));
    const more = await translate.fit(pairs, { ...options, from: same.model, steps: 1, coverage: 1 });
    expect(more.manifest.architecture).toMatchObject({ coverage: true });
    const luong = await translate.fit(pairs, { ...options, conditioning: 'luong', steps: 1 });
    const grown = translate.fit(pairs, { ...engine, from: luong.model, steps: 1, coverage: 1 });
    await expect(grown).rejects.toThrow(/the score of the model to go on from is general/);
    for (const each of [plain, same, more, luong]) each.close();
  });
});
