import { beforeEach, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { bits, stream, substream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { meanSquared } from '../../src/tensor/losses/meanSquared.ts';
import { negativeBinomial } from '../../src/tensor/losses/negativeBinomial.ts';
import { studentT } from '../../src/tensor/losses/studentT.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { argmax } from '../../src/tensor/operations/argmax.ts';
import { concatenate } from '../../src/tensor/operations/concatenate.ts';
import { custom } from '../../src/tensor/operations/custom.ts';
import { dropout } from '../../src/tensor/operations/dropout.ts';
import { gatherRows } from '../../src/tensor/operations/gatherRows.ts';
import { largest } from '../../src/tensor/operations/largest.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { logSoftmax } from '../../src/tensor/operations/logSoftmax.ts';
import { matmul } from '../../src/tensor/operations/matmul.ts';
import { max } from '../../src/tensor/operations/max.ts';
import { maximum } from '../../src/tensor/operations/maximum.ts';
import { mean } from '../../src/tensor/operations/mean.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { poolRows } from '../../src/tensor/operations/poolRows.ts';
import { randomMask } from '../../src/tensor/operations/randomMask.ts';
import { relu } from '../../src/tensor/operations/relu.ts';
import { reshape } from '../../src/tensor/operations/reshape.ts';
import { slice } from '../../src/tensor/operations/slice.ts';
import { softmax } from '../../src/tensor/operations/softmax.ts';
import { softplus } from '../../src/tensor/operations/softplus.ts';
import { split } from '../../src/tensor/operations/split.ts';
import { stack } from '../../src/tensor/operations/stack.ts';
import { subtract } from '../../src/tensor/operations/subtract.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { transpose } from '../../src/tensor/operations/transpose.ts';
import { backward, gradients, noGradient } from '../../src/tensor/tape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

let context: Context;
beforeEach(() => {
  context = new Context(referenceBackend());
});
const list = (tensor: Tensor): number[] => Array.from(tensor.toArray());
const counting = (...shape: number[]): Tensor =>
  context.tensor(
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, k) => k),
    shape,
  );

describe('values', () => {
  test('broadcasting', () => {
    const x = counting(2, 3);
    expect(list(add(x, context.tensor([10, 20, 30])))).toEqual([10, 21, 32, 13, 24, 35]);
    expect(list(subtract(context.tensor([1, 2], [2, 1]), x))).toEqual([1, 0, -1, -1, -2, -3]);
    expect(add(context.zeros([2, 1, 1, 3, 1, 2, 1]), context.zeros([4, 1, 1, 5, 1, 2])).shape).toEqual([
      2, 4, 1, 3, 5, 2, 2,
    ]);
    expect(list(multiply(counting(2, 1, 2), counting(3, 1)))).toEqual([0, 0, 0, 1, 0, 2, 0, 0, 2, 3, 4, 6]);
  });

  test('reductions', () => {
    const x = counting(2, 3, 2);
    expect(list(sum(x, 1))).toEqual([6, 9, 24, 27]);
    expect(sum(x, 1, true).shape).toEqual([2, 1, 2]);
    expect(mean(x).item()).toBe(5.5);
    expect(list(max(x, 0))).toEqual([6, 7, 8, 9, 10, 11]);
    expect(list(argmax(context.tensor([1, 3, 3, NaN, 0, NaN], [2, 3])))).toEqual([1, 0]);
    expect(sum(context.zeros([0, 3]), 0).shape).toEqual([3]);
  });

  test('the largest along the last axis', () => {
    const { values, indices } = largest(context.tensor([1, 3, 3, NaN, 0, -Infinity], [2, 1, 3]), 2);
    expect(values.shape).toEqual([2, 1, 2]);
    expect(list(values)).toEqual([3, 3, 0, -Infinity]);
    expect(list(indices)).toEqual([1, 2, 1, -1]);
    expect(() => largest(context.tensor([1]), 0)).toThrow('most is 0');
  });

  test('a long float32 sum keeps its digits', () => {
    const n = 100_000;
    expect(sum(context.full([n], 0.1)).item()).toBeCloseTo(0.1 * n, 2);
  });

  test('large and small arguments', () => {
    expect(list(softplus(context.tensor([-200, 0, 200])))).toEqual([0, Math.fround(Math.log(2)), 200]);
    expect(list(softmax(context.tensor([1000, 1000, -1000])))).toEqual([0.5, 0.5, 0]);
    expect(list(logSoftmax(context.tensor([0, -1000])))).toEqual([0, -1000]);
    expect(list(relu(context.tensor([-1, NaN, 2])))).toEqual([0, NaN, 2]);
    expect(list(maximum(context.tensor([1, NaN]), context.tensor([NaN, 2])))).toEqual([NaN, NaN]);
  });

  test('shapes', () => {
    const x = counting(2, 3);
    expect(list(transpose(x))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(list(slice(x, 1, 1))).toEqual([1, 2, 4, 5]);
    expect(slice(x, 0, -1).offset).toBe(x.offset + 3);
    expect(list(slice(x, 0, -1))).toEqual([3, 4, 5]);
    expect(list(concatenate([x, slice(x, 1, 0, 1)], 1))).toEqual([0, 1, 2, 0, 3, 4, 5, 3]);
    expect(split(x, [1, 2], 1).map(list)).toEqual([
      [0, 3],
      [1, 2, 4, 5],
    ]);
    expect(list(stack([x, x], 1))).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
    expect(reshape(x, [-1, 2]).shape).toEqual([3, 2]);
  });

  test('int32 tensors move as they are', () => {
    const x = context.tensor([1, 2, 3, 4, 5, 2 ** 31 - 1], [3, 2], 'int32');
    expect(list(concatenate([slice(x, 0, 0, 2), transpose(transpose(x))]))).toEqual([
      1,
      2,
      3,
      4,
      1,
      2,
      3,
      4,
      5,
      2 ** 31 - 1,
    ]);
    expect(list(gatherRows(x, context.tensor([2, -1], [2], 'int32')))).toEqual([5, 2 ** 31 - 1, 0, 0]);
  });

  test('linear is the product with the transposed weight plus bias', () => {
    const [x, w, b] = [counting(2, 3), counting(4, 3), counting(4)];
    expect(list(linear(x, w, b))).toEqual(list(add(matmul(x, w, { transposeB: true }), b)));
  });
});

describe('random masks', () => {
  const key = stream(1, 2, 3);

  test('are those of the counted numbers', () => {
    const keys = {
      rowSequence: context.tensor([7, 3], [2], 'int32'),
      rowTime: context.tensor([0, 9], [2], 'int32'),
    };
    const expected = [substream(key, 7, 0), substream(key, 3, 9)].flatMap((row) =>
      Array.from({ length: 50 }, (_, unit) => (uniform(row, unit) < 0.3 ? 1 : 0)),
    );
    expect(list(randomMask(context, [2, 50], 0.3, key, { keys, dropped: 1, kept: 0 }))).toEqual(expected);
    expect(bits(substream(key, 7, 0), 0)).not.toBe(bits(substream(key, 7, 1), 0));
  });

  test('do not depend on the batch around a row', () => {
    const rows = (ids: number[]): number[][] => {
      const keys = { rowSequence: context.tensor(ids, undefined, 'int32') };
      return split(
        dropout(context.full([ids.length, 8], 1), 0.5, key, keys),
        ids.map(() => 1),
      ).map(list);
    };
    const [first, second, third] = rows([4, 5, 6]);
    expect(rows([6, 4])).toEqual([third, first]);
    expect(first).not.toEqual(second);
  });

  test('dropout is the product with its mask, and so is its gradient', () => {
    const x = context.parameter(
      Float32Array.from({ length: 70 }, (_, k) => Math.sin(k)),
      [2, 35],
    );
    const mask = randomMask(context, x.shape, 0.3, key, { kept: 1 / 0.7 });
    const seeds = [
      context.tensor(
        Float32Array.from({ length: 70 }, (_, k) => Math.cos(k)),
        x.shape,
      ),
    ];
    const y = dropout(x, 0.3, key);
    expect(list(y)).toEqual(list(multiply(x, mask)));
    expect(list(gradients([y], [x], { seeds })[0] ?? x)).toEqual(list(multiply(seeds[0], mask)));
  });

  test('dropout keeps the mean', () => {
    const kept = list(dropout(context.full([100, 100], 1), 0.25, key));
    expect(new Set(kept)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(kept.filter((value) => value === 0).length / 10_000).toBeCloseTo(0.25, 1);
  });
});

describe('losses', () => {
  test('what was not observed may be NaN, counts nothing and gets no gradient', () => {
    const x = context.parameter([1, 2, 3], [3]);
    const weights = context.tensor([1, 0, 3]);
    const loss = meanSquared(x, context.tensor([0, NaN, 1]), { weights });
    expect(loss.item()).toBe((1 + 3 * 4) / 4);
    expect(list(gradients([loss], [x])[0] ?? x)).toEqual([0.5, 0, 3]);
    expect(meanSquared(x, context.full([3], NaN), { weights: context.zeros([3]) }).item()).toBe(0);
  });

  test('unlabelled rows count nothing', () => {
    const logits = context.parameter([0, 0, 5, 1, 0, 0], [3, 2]);
    const loss = crossEntropy(logits, context.tensor([0, -1, 1], [3], 'int32'));
    expect(loss.item()).toBeCloseTo(Math.log(2), 6);
    expect(list(gradients([loss], [logits])[0] ?? logits).slice(2, 4)).toEqual([0, 0]);
    expect(crossEntropy(logits, context.tensor([-1, -1, -1], [3], 'int32')).item()).toBe(0);
  });

  test('extreme raw outputs stay finite, with finite gradients', () => {
    const raw = context.parameter([-90, -40, 0, 40, 90], [5]);
    const counts = context.tensor([0, 1, 1000, 3, 0]);
    for (const loss of [negativeBinomial(raw, raw, counts), studentT(raw, raw, raw, counts)]) {
      expect(Number.isFinite(loss.item())).toBe(true);
      expect(list(gradients([loss], [raw])[0] ?? raw).every(Number.isFinite)).toBe(true);
    }
  });

  test('nearly no dispersion is Poisson', () => {
    const raw = (mean: number): number => Math.log(Math.expm1(mean));
    const loss = negativeBinomial(context.tensor([raw(4)]), context.tensor([-17]), context.tensor([3]));
    expect(loss.item()).toBeCloseTo(4 - 3 * Math.log(4) + Math.log(6), 5);
  });
});

describe('the tape', () => {
  test('a tensor used twice gets both gradients', () => {
    const x = context.parameter([3], [1]);
    context.step(() => backward(sum(add(multiply(x, x), add(x, x)))));
    expect(list(x.gradient ?? x)).toEqual([8]);
  });

  test('noGradient records nothing, also where the body throws', () => {
    const x = context.parameter([3], [1]);
    expect(noGradient(context, () => multiply(x, x)).tracked).toBe(false);
    expect(() =>
      noGradient(context, () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(multiply(x, x).tracked).toBe(true);
    expect(() => backward(noGradient(context, () => sum(x)))).toThrow(/depends on no trainable tensor/);
  });

  test('gradients of intermediate tensors, with seeds, undefined where there is no path', () => {
    const [x, y] = [context.parameter([1, 2], [2]), context.parameter([5], [1])];
    const middle = multiply(x, 3);
    const outer = multiply(middle, middle);
    const found = gradients([outer], [middle, x, y], { seeds: [context.tensor([1, 10])] });
    expect(found.map((gradient) => gradient && list(gradient))).toEqual([[6, 120], [18, 360], undefined]);
    expect(() => gradients([outer], [x])).toThrow(/pass seeds/);
  });

  test('a gradient of another shape is refused, though it has as many elements', () => {
    const x = context.parameter([1, 2], [2]);
    const seeds = [context.tensor([1, 1], [2, 1])];
    expect(() => gradients([multiply(x, x)], [x], { seeds })).toThrow(
      /gradient of shape \[2, 1\] for a tensor of shape \[2\]/,
    );
    const wrong = custom(
      [x],
      () => multiply(x, 2),
      (gradient) => [reshape(gradient, [2, 1])],
    );
    expect(() => gradients([sum(add(wrong, x))], [x])).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});

test('errors name operation, shapes and remedy', () => {
  const [x, y] = [context.zeros([2, 3]), context.zeros([4, 2])];
  const symbols = context.tensor([0, 5], [2], 'int32');
  expect(() => add(x, y)).toThrow(
    /add: shapes \[2, 3\] and \[4, 2\] do not fit: sizes 2 and 4 meet at axis -2/,
  );
  expect(() => matmul(x, y)).toThrow(/matmul: a \[2, 3\] and b \[4, 2\].*3 and 4/);
  expect(() => linear(x, y)).toThrow(/linear: x \[2, 3\], weight \[4, 2\]/);
  expect(() => concatenate([x, y], 1)).toThrow(/\[2, 3\], \[4, 2\] along axis 1/);
  expect(() => reshape(x, [4, -1])).toThrow(/reshape: shape \[4, -1\].*6 elements/);
  expect(() => slice(x, 1, 2, 5)).toThrow(/positions 2 to 5 of axis 1, which has 3/);
  expect(() => split(x, [1, 1], 1)).toThrow(/add up to 2, but axis 1/);
  expect(() => sum(x, 2)).toThrow(/axis 2 of a tensor of shape \[2, 3\].*from -2 to 1/);
  expect(() => gatherRows(x, symbols)).toThrow(/index 5 at position 1, but there are 2 rows/);
  expect(() => add(x, symbols)).toThrow(/type int32/);
  expect(() => crossEntropy(x, symbols)).toThrow(/label 5 in row 1, but there are 3 classes/);
  expect(() => dropout(x, 1, stream(0))).toThrow(/rate 1/);
  expect(() => mean(context.zeros([0]))).toThrow(/nothing to average/);
  expect(() =>
    crossEntropy(x, context.tensor([0, 1], [2], 'int32'), { weights: context.full([2, 1], 1) }),
  ).toThrow(/weights \[2, 1\]/);
  expect(() => matmul(x, context.zeros([3, 1], 'int32'))).toThrow(/matmul:.*type int32/);
  for (const pooling of ['sum', 'mean', 'max'] as const) {
    expect(() => poolRows(x, context.tensor([0], [1], 'int32'), 1, pooling)).toThrow(
      /owner \[1\] for x \[2, 3\]/,
    );
  }
  const elsewhere = new Context(referenceBackend());
  for (const mixed of [
    () => matmul(x, elsewhere.zeros([3, 1])),
    () => gatherRows(x, elsewhere.zeros([1], 'int32')),
  ]) {
    expect(mixed).toThrow(expect.objectContaining({ code: 'wrong-context' }));
  }
  for (const misfit of [() => x.item(), () => x.set([1])]) {
    expect(misfit).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
  }
});
