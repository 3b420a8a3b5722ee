import { afterAll, describe, expect, it } from 'vitest';
import { likeliest } from '../../../src/nn/search/oneByOne.ts';
import { nextScores } from '../../../src/nn/decoder/nextScores.ts';
import { decays, samplingShare } from '../../../src/tasks/translate/scheduledSampling.ts';
import { translateModel } from '../../../src/tasks/translate/translateModel.ts';
import { openContext } from '../../../src/tensor/openContext.ts';
import { noGradient } from '../../../src/tensor/tape.ts';

const context = await openContext({ backend: 'wasm', threads: 1 });
afterAll(() => context.close());

describe.each(decays)('the share of own symbols, %s', (decay) => {
  const shares = Array.from({ length: 101 }, (_, percent) => samplingShare(0.8, decay, percent / 100));

  it('rises to the rate at the end, and is that from the start only where it is constant', () => {
    expect(shares[0]).toBeCloseTo(decay === 'constant' ? 0.8 : 0, 12);
    expect(shares[100]).toBeCloseTo(0.8, 12);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(samplingShare(0.8, decay, 1.5)).toBe(shares[100]);
  });
});

it('the four decays are at their own heights half way', () => {
  const half = decays.map((decay) => samplingShare(1, decay, 0.5));
  expect(half[0]).toBe(1);
  expect(half[1]).toBe(0.5);
  expect(half[2]).toBeGreaterThan(0.9);
  expect(half[3]).toBeCloseTo(0.5, 12);
  expect(samplingShare(1, 'inverse-sigmoid', 0.25)).toBeLessThan(0.1);
});

describe('a decoder that reads its own symbols', () => {
  const [sources, targets] = [
    [
      [4, 5, 2],
      [6, 2],
    ],
    [
      [1, 5, 4, 3, 2],
      [1, 6, 2],
    ],
  ].map((lists) => lists.map((list) => Int32Array.from(list)));
  const model = translateModel(
    context,
    {
      ...{
        sourceSymbols: 7,
        targetSymbols: 7,
        shared: false,
        embedding: 4,
        cell: { cell: 'gru' },
        hidden: 5,
      },
      ...{ layers: 1, bidirectional: true, decoderHidden: 6, conditioning: 'luong', score: 'general' },
      ...{ inputFeeding: true, bridge: 'linear', dropout: 0 },
    } as const,
    3,
  );

  it('loses what it would if it were fed the likeliest symbols one by one', () => {
    const losses = sources.flatMap((source, k) =>
      context.step(() =>
        noGradient(context, () => {
          const next = nextScores(context, model, [source], []);
          let read = targets[k][0];
          return Array.from(targets[k].subarray(1), (wanted) => {
            return next(Int32Array.of(read), Int32Array.of(0), ({ rows }) => {
              read = likeliest(rows, 0, 0);
              return -rows[wanted];
            });
          });
        }),
      ),
    );
    const expected = losses.reduce((a, b) => a + b) / losses.length;
    const lossOf = (own: number): number =>
      context.step(() =>
        noGradient(context, () => model.loss({ sources, targets }, undefined, { own }).loss.item()),
      );
    expect(lossOf(1)).toBeCloseTo(expected, 5);
    expect(Math.abs(lossOf(0) - expected)).toBeGreaterThan(1e-3);
  });
});
