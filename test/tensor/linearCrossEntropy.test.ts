import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relativeError } from '../../src/cli/bench/check.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { linearCrossEntropy } from '../../src/tensor/losses/linearCrossEntropy.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { backward, gradients } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { zeroGradients } from '../../src/train/gradients.ts';
import { fastBackends, type Opener } from '../backend/fastBackends.ts';

/** Enough classes that the logits of N rows are three tiles. */
const [N, H, V] = [700, 7, 33_000];

type Loss = (x: Tensor, weight: Tensor, bias: Tensor, labels: Tensor) => Tensor;
const fused: Loss = (x, weight, bias, labels) =>
  linearCrossEntropy(x, weight, bias, labels, { reduction: 'sum' });
const plain: Loss = (x, weight, bias, labels) =>
  crossEntropy(linear(x, weight, bias), labels, { reduction: 'sum' });

/** The loss of the first `rows` rows, three times, and its gradients; and the most elements that the heap held. */
async function run(open: Opener[1], threads: number, loss: Loss, rows = N) {
  const context = new Context(await open(threads));
  const random = (place: number, size: number): Float32Array =>
    Float32Array.from({ length: size }, (_, k) => 2 * uniform(stream(5, place), k) - 1);
  const x = context.parameter(random(0, N * H).subarray(0, rows * H), [rows, H]);
  const weight = context.parameter(random(1, V * H), [V, H]);
  const bias = context.parameter(random(2, V), [V]);
  const labels = context.tensor(
    Int32Array.from({ length: rows }, (_, k) => (k % 9 === 4 ? -1 : (k * 997) % V)),
    [rows],
    'int32',
  );
  const results = context.step(() => {
    const value = loss(x, weight, bias, labels);
    const found = gradients([value], [x, weight, bias], { seeds: [context.full([], 3)] });
    return [value, ...found].map((tensor) => tensor!.toArray());
  });
  const { peak } = context.heap;
  context.close();
  return { results, peak };
}

describe.for(fastBackends)('%s', ([, open]) => {
  let one: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    one = await run(open, 1, fused);
  });

  test('several tiles give what the two operations give, in less memory', async () => {
    const both = await run(open, 1, plain);
    one.results.forEach((ours, k) => {
      expect(relativeError(ours, both.results[k])).toBeLessThan(2e-5); // sums of 33,000 terms
    });
    expect(both.peak).toBeGreaterThan(2 * N * V);
    expect(one.peak).toBeLessThan((2 / 3) * N * V);
  });

  test('the same bits on two threads', async () => {
    expect((await run(open, 2, fused)).results).toEqual(one.results);
  });

  test('a row has the same gradient without the rows behind it', async () => {
    const few = await run(open, 1, fused, 100);
    expect(few.results[1]).toEqual(one.results[1].slice(0, 100 * H));
  });
});

describe('in a small context', () => {
  let context: Context;
  beforeAll(async () => {
    context = new Context(await fastBackends[0][1](1));
  });
  afterAll(() => context.close());

  test('without a reduction it gives a loss for every row', () => {
    const [x, weight] = [context.parameter([1, 2], [2, 1]), context.tensor([1, -1], [2, 1])];
    const labels = context.tensor([0, 1], [2], 'int32');
    const loss = linearCrossEntropy(x, weight, undefined, labels, { reduction: 'none' });
    expect([...loss.toArray()].map((value) => value.toFixed(5))).toEqual(
      [Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(4))].map((value) => value.toFixed(5)),
    );
    expect(gradients([loss], [x], { seeds: [context.tensor([1, 0])] })[0]?.toArray()[1]).toBe(0);
  });

  test('gradients are summed and scaled in parameters as those of the two operations', () => {
    const labels = context.tensor([2, 0, 1, -1], [4], 'int32');
    const sums = (loss: Loss): ArrayLike<number>[] => {
      const random = (size: number, place: number): number[] =>
        Array.from({ length: size }, (_, k) => 2 * uniform(stream(6, place), k) - 1);
      const parameters = [
        context.parameter(random(12, 0), [4, 3]),
        context.parameter(random(15, 1), [5, 3]),
        context.parameter(random(5, 2), [5]),
      ] as const;
      zeroGradients(Object.fromEntries(parameters.entries()));
      for (const factor of [1, 3, 1])
        context.step(() => backward(multiply(loss(...parameters, labels), factor)));
      return parameters.map(({ gradient }) => gradient?.toArray() ?? []);
    };
    const theirs = sums(plain);
    for (const [k, ours] of sums(fused).entries()) expect(relativeError(ours, theirs[k])).toBeLessThan(1e-6);
  });

  test('errors name what does not fit', () => {
    const [x, weight] = [context.zeros([2, 3]), context.zeros([5, 3])];
    const labels = context.tensor([0, 5], [2], 'int32');
    expect(() => linearCrossEntropy(x, context.zeros([5, 2]), undefined, labels)).toThrow(
      /linearCrossEntropy: x \[2, 3\], weight \[5, 2\]/,
    );
    expect(() => linearCrossEntropy(x, weight, undefined, labels)).toThrow(
      /linearCrossEntropy: label 5 in row 1, but there are 5 classes/,
    );
    expect(() =>
      linearCrossEntropy(x, weight, undefined, labels, { classWeights: context.zeros([4]) }),
    ).toThrow(/logits \[2, 5\], labels \[2\], classWeights \[4\]/);
  });
});
