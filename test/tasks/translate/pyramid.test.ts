import { describe, expect, it } from 'vitest';
import * as translate from '../../../src/tasks/translate/index.ts';
import { expectGradients, tiny } from './expectGradients.ts';
import { reversed } from './made.ts';
import { batchOf } from './stepwiseLoss.ts';

const engine = { backend: 'wasm', threads: 1, worker: false } as const;
const batch = batchOf(
  [
    [4, 1, 5, 3, 2],
    [3, 2],
    [6, 5, 4, 3, 1, 6, 2],
  ],
  [
    [1, 3, 2],
    [1, 4, 5, 6, 2],
    [1, 6, 6, 2],
  ],
);

describe('a pyramid', () => {
  it.each(['bahdanau', 'every'] as const)('has the gradients of central differences, %s', (conditioning) => {
    const score = conditioning === 'every' ? 'none' : 'additive';
    expectGradients(
      { ...tiny, conditioning, score, layers: 3, pyramid: true },
      (model) => model.loss(batch).loss,
    );
  });

  it('attends to symbols two by two, and gives a text the same in any company', async () => {
    const options = { unit: 'token', hidden: 12, embedding: 8, batch: 16, epochs: 8, lr: 0.02 } as const;
    const model = await translate.fit(reversed(200), { ...options, ...engine, layers: 2, pyramid: true });
    const sources = reversed(12, 2).map(({ source }) => source);
    const all = model.translate(sources, { best: 3, trace: true });
    expect(sources.flatMap((own) => model.translate([own], { best: 3, trace: true }))).toEqual(all);
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(5);
    const [{ trace }] = model.translate(['six two one four'], { trace: true });
    expect(trace?.source).toEqual(['six two', 'one four', '</s>']);
    expect(trace?.weights?.[0]).toHaveLength(3);
    expect(trace?.states?.source).toHaveLength(3);
    expect(model.encode('six two one four').source).toEqual(trace?.source);
    expect(() => model.translate(['six'], { copyUnknown: true })).toThrow(/2 symbols are read as one/);
    model.close();
  });
});
