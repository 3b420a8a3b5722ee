import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attentionPool } from '../../src/nn/layers/attentionPool.ts';
import { stream, uniform } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { segmentSoftmax } from '../../src/tensor/operations/segmentSoftmax.ts';
import { softmax } from '../../src/tensor/operations/softmax.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { toArrays } from '../../src/tensor/ragged/toArrays.ts';
import { toPacked } from '../../src/tensor/ragged/toPacked.ts';
import { openContexts } from '../support/contexts.ts';

let contexts: { name: string; context: Context }[] = [];
beforeAll(async () => {
  contexts = await openContexts();
});
afterAll(() => {
  for (const { context } of contexts) context.close();
});

const lengths = [3, 0, 5, 1];
const sequences = lengths.map((length, k) =>
  Array.from({ length }, (_, t) => [0, 1].map((unit) => 4 * uniform(stream(k, t), unit) - 2)),
);

describe('softmax over segments', () => {
  it('is the softmax of each segment alone, on every backend, and large numbers do not matter', () => {
    for (const { name, context } of contexts) {
      const values = [1, 700, 3, -2, 702, 0.5];
      const x = context.tensor(values, [6, 1]);
      const owner = context.tensor([0, 2, 0, 0, 2, 1], [6], 'int32');
      const weights = segmentSoftmax(x, owner, 4).toArray();
      for (const rows of [[0, 2, 3], [5], [1, 4]]) {
        const alone = softmax(
          context.tensor(
            rows.map((row) => values[row]),
            [1, rows.length],
          ),
        ).toArray();
        rows.forEach((row, k) => expect(weights[row], name).toBeCloseTo(alone[k], 6));
      }
    }
  });

  it('refuses a row without an owner', () => {
    const [{ context }] = contexts;
    const owner = context.tensor([0, -1], [2], 'int32');
    expect(() => segmentSoftmax(context.tensor([1, 2], [2, 1]), owner, 1)).toThrow(/row 1 has no owner/);
  });
});

describe('attention pool', () => {
  it('is a mean by weights that add up to 1: each sequence as if it were alone, in any layout', () => {
    for (const { name, context } of contexts) {
      const layer = attentionPool(context, { inputSize: 2, size: 3, stream: stream(5) });
      const x = fromArrays(context, sequences, { features: 2 });
      const pooled = layer.run(x).toArray();
      expect(layer.run(toPacked(x)).toArray(), name).toEqual(pooled);
      const weights = toArrays({ ...x, data: layer.weights(x) }) as number[][][];
      sequences.forEach((steps, k) => {
        const own = weights[k].map(([weight]) => weight);
        if (steps.length > 0) expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
        for (const unit of [0, 1]) {
          const mean = steps.reduce((sum, step, t) => sum + own[t] * step[unit], 0);
          expect(pooled[2 * k + unit], name).toBeCloseTo(mean, 5);
        }
        const alone = layer.run(fromArrays(context, [steps], { features: 2 })).toArray();
        expect(Array.from(alone), name).toEqual(Array.from(pooled.slice(2 * k, 2 * k + 2)));
      });
    }
  });
});
