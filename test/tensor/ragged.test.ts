import { beforeEach, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { gradcheck } from '../../src/tensor/gradcheck.ts';
import { poolRows } from '../../src/tensor/operations/poolRows.ts';
import { concatenateBatch } from '../../src/tensor/ragged/concatenateBatch.ts';
import { concatenateTime } from '../../src/tensor/ragged/concatenateTime.ts';
import { firstStep } from '../../src/tensor/ragged/firstStep.ts';
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { fromTyped } from '../../src/tensor/ragged/fromTyped.ts';
import { joinSteps } from '../../src/tensor/ragged/joinSteps.ts';
import { lastStep } from '../../src/tensor/ragged/lastStep.ts';
import { map } from '../../src/tensor/ragged/map.ts';
import { nest, unnest } from '../../src/tensor/ragged/nest.ts';
import { pool } from '../../src/tensor/ragged/pool.ts';
import { type Ragged, ragged } from '../../src/tensor/ragged/ragged.ts';
import { reverse } from '../../src/tensor/ragged/reverse.ts';
import { sliceTime } from '../../src/tensor/ragged/sliceTime.ts';
import { splitSequences } from '../../src/tensor/ragged/splitSequences.ts';
import { type Layout, Structure } from '../../src/tensor/ragged/structure.ts';
import { take } from '../../src/tensor/ragged/take.ts';
import { toArrays } from '../../src/tensor/ragged/toArrays.ts';
import { toLayout } from '../../src/tensor/ragged/toLayout.ts';
import { toPacked } from '../../src/tensor/ragged/toPacked.ts';
import { toSequence } from '../../src/tensor/ragged/toSequence.ts';
import { toSymbols } from '../../src/tensor/ragged/toSymbols.ts';

const layouts: Layout[] = ['packed', 'sequence'];
const batches = [[], [0], [3], [0, 0], [2, 5, 0, 3, 5, 1], [1, 1, 1], [0, 7]];
/** Sequence k, step t as the number 10 k + t, twice. */
const valuesOf = (lengths: number[]): number[][][] =>
  lengths.map((length, k) => Array.from({ length }, (_, t) => [10 * k + t, -(10 * k + t)]));

let context: Context;
beforeEach(() => {
  context = new Context(referenceBackend());
});
const batch = (lengths: number[], layout: Layout = 'sequence'): Ragged =>
  toLayout(fromArrays(context, valuesOf(lengths), { features: 2 }), layout);

describe.for(batches.map((lengths) => [lengths.join(' ') || 'none', lengths] as const))(
  'lengths %s',
  ([, lengths]) => {
    test('the layouts are permutations of each other', () => {
      const structure = new Structure(lengths);
      for (const layout of layouts) {
        const source = structure.source(layout);
        expect([...source].sort((a, b) => a - b)).toEqual([...source.keys()]);
        const back = structure.source(layout === 'packed' ? 'sequence' : 'packed');
        expect([...source].map((row) => back[row])).toEqual([...source.keys()]);
      }
      expect(structure.batchSizes.reduce((sum, size) => sum + size, 0)).toBe(structure.total);
      expect(structure.stepOffsets.at(-1)).toBe(structure.total);
      expect([...structure.packedLengths]).toEqual(lengths.toSorted((a, b) => b - a));
    });

    test('order in, order out', () => {
      const x = batch(lengths);
      expect(toArrays(x)).toEqual(valuesOf(lengths));
      expect(toArrays(toPacked(x))).toEqual(valuesOf(lengths));
      expect(toSequence(x)).toBe(x);
      expect(toSequence(toPacked(x)).data.toArray()).toEqual(x.data.toArray());
    });

    test.for(layouts)('operations in layout %s', (layout) => {
      const x = batch(lengths, layout);
      const values = valuesOf(lengths);
      expect(reverse(x).layout).toBe(layout);
      expect(toArrays(reverse(x))).toEqual(values.map((steps) => steps.toReversed()));
      expect(toArrays(reverse(reverse(x)))).toEqual(values);
      expect(toArrays(sliceTime(x, 1, -1))).toEqual(
        values.map((steps) => steps.slice(1, Math.max(1, steps.length - 1))),
      );
      expect(toArrays(sliceTime(x, -2))).toEqual(values.map((steps) => steps.slice(-2)));
      expect(toArrays(sliceTime(x, 0, 2))).toEqual(values.map((steps) => steps.slice(0, 2)));
      expect(toArrays(joinSteps(x, 3))).toEqual(
        values.map((steps) =>
          Array.from({ length: Math.ceil(steps.length / 3) }, (_, k) =>
            [0, 1, 2].flatMap((part) => steps[3 * k + part] ?? [0, 0]),
          ),
        ),
      );
      expect(joinSteps(x, 2).layout).toBe(layout);
      expect(toArrays(concatenateTime(x, reverse(x)))).toEqual(
        values.map((steps) => [...steps, ...steps.toReversed()]),
      );
      expect(toArrays(concatenateTime(sliceTime(x, 0, 2), sliceTime(x, 2)))).toEqual(values);
      expect(toArrays(concatenateBatch([x, toLayout(x, 'packed')]))).toEqual([...values, ...values]);
      const chosen = lengths.map((_, k) => k).reverse();
      expect(toArrays(take(x, [...chosen, ...chosen]))).toEqual([
        ...values.toReversed(),
        ...values.toReversed(),
      ]);
      expect(toArrays(map(x, (data) => data))).toEqual(values);
      expect(splitSequences(x).map((tensor) => tensor.shape[0])).toEqual(lengths);
      expect(splitSequences(x).map((tensor) => [...tensor.toArray()])).toEqual(
        values.map((steps) => steps.flat()),
      );
    });

    test.for(layouts)('pooling in layout %s', (layout) => {
      const x = batch(lengths, layout);
      const column = (pooling: Parameters<typeof pool>[1], f: (numbers: number[]) => number): void => {
        const expected = valuesOf(lengths).flatMap((steps) =>
          [0, 1].map((k) => (steps.length === 0 ? 0 : Math.fround(f(steps.map((step) => step[k]))))),
        );
        const { shape } = pool(x, pooling);
        expect(shape).toEqual([lengths.length, 2]);
        [...pool(x, pooling).toArray()].forEach((value, k) => expect(value).toBeCloseTo(expected[k], 5));
      };
      const total = (numbers: number[]): number => numbers.reduce((sum, value) => sum + value, 0);
      column('sum', total);
      column('mean', (numbers) => total(numbers) / numbers.length);
      column('max', (numbers) => Math.max(...numbers));
      column('last', (numbers) => numbers[numbers.length - 1]);
      expect(lastStep(x).toArray()).toEqual(pool(x, 'last').toArray());
      expect(firstStep(x).toArray()).toEqual(lastStep(reverse(x)).toArray());
    });
  },
);

test('symbols are int32, from any iterable', () => {
  const words = new Set([[4, 5], [], [6]]);
  const x = fromArrays(context, words);
  expect(x.data.type).toBe('int32');
  expect(x.data.shape).toEqual([3]);
  expect(toSymbols(reverse(toPacked(x)))).toEqual([[5, 4], [], [6]]);
  expect(toSymbols(fromTyped(context, Int32Array.of(4, 5, 6), [2, 0, 1]))).toEqual([[4, 5], [], [6]]);
});

test('packed order is longest first, equals in order', () => {
  const structure = new Structure([2, 5, 0, 3, 5]);
  expect([...structure.order]).toEqual([1, 4, 3, 0, 2]);
  expect([...structure.rank]).toEqual([3, 0, 4, 2, 1]);
  expect([...structure.batchSizes]).toEqual([4, 4, 3, 2, 2]);
  expect([...structure.stepOffsets]).toEqual([0, 4, 8, 11, 13, 15]);
  expect(structure.isSorted).toBe(false);
  expect(new Structure([3, 3, 1, 0]).isSorted).toBe(true);
});

test('index tensors are made once per step, and one that lasts for a structure that is used again', () => {
  const structure = new Structure([2, 3]);
  context.step(() => context.zeros([1]));
  const { used } = context.heap;
  const first = context.step(() => {
    const made = structure.ranksOn(context);
    expect(structure.ranksOn(context)).toBe(made);
    expect([...made.toArray()]).toEqual([1, 0]);
    return made;
  });
  expect(() => first.toArray()).toThrow(expect.objectContaining({ code: 'stale-tensor' }));
  for (let k = 0; k < 5; k++) context.step(() => new Structure([2, 3]).ranksOn(context));
  expect(context.heap.used).toBe(used);
  const second = context.step(() => structure.ranksOn(context));
  expect(structure.ranksOn(context)).toBe(second);
  expect([...second.toArray()]).toEqual([1, 0]);
  expect(structure.ranksOn(new Context(referenceBackend()))).not.toBe(second);
});

test('row keys follow sequences through slicing and taking', () => {
  const x = fromArrays(context, valuesOf([2, 4]), { ids: [70, 80], firstTimes: [5, 0] });
  const keys = ({ structure, layout }: Ragged): number[][] => {
    const { rowSequence, rowTime } = structure.rowKeysOn(context, layout);
    const times = rowTime.toArray();
    return [...rowSequence.toArray()].map((id, row) => [id, times[row]]);
  };
  expect(keys(take(sliceTime(x, 1), [1, 0]))).toEqual([
    [80, 1],
    [80, 2],
    [80, 3],
    [70, 6],
  ]);
  expect(keys(toPacked(x)).slice(0, 4)).toEqual([
    [80, 0],
    [70, 5],
    [80, 1],
    [70, 6],
  ]);
  expect([...x.structure.sequenceKeysOn(context).toArray()]).toEqual([80, 70]);
});

test('characters in words in sentences: pooled rows become steps', () => {
  const characters = fromArrays(context, valuesOf([2, 0, 3, 1]), { features: 2 });
  const sentences = new Structure([1, 3]);
  const words = nest(pool(characters, 'last'), sentences);
  expect(toArrays(words)).toEqual([
    [[1, -1]],
    [
      [0, 0],
      [22, -22],
      [30, -30],
    ],
  ]);
  expect(unnest(toPacked(words)).toArray()).toEqual(pool(characters, 'last').toArray());
  const parents = context.tensor([1, 1, 0, 1], [4], 'int32');
  expect([...poolRows(unnest(words), parents, 2, 'sum').toArray()]).toEqual([22, -22, 31, -31]);
});

test('gradients flow through layouts, slices and pooling', () => {
  const structure = new Structure([2, 5, 0, 3]);
  const report = gradcheck(
    (data) => {
      const x = toPacked(ragged(data, structure));
      const parts = [sliceTime(x, 1, -1), concatenateTime(reverse(x), x), take(x, [3, 1, 3])];
      return [
        ...parts.map((part) => part.data),
        pool(x, 'mean'),
        pool(x, 'max'),
        ...splitSequences(x).slice(0, 2),
      ];
    },
    [[10, 2]],
  );
  expect(report).toMatchObject({ passed: true, compared: 20 });
});

test('a random batch survives a tour of all layouts', () => {
  const key = stream(5);
  const lengths = Array.from({ length: 40 }, (_, k) => Math.floor(12 * uniform(key, k)));
  const x = batch(lengths);
  const tour = reverse(toPacked(reverse(toSequence(toPacked(x)))));
  expect(toSequence(tour).data.toArray()).toEqual(x.data.toArray());
});

test('errors say what and where', () => {
  expect(() => fromArrays(context, [[[1, 2]], [[3, 4], [5]]])).toThrow(
    /step 1 of sequence 1 is 1 numbers, where 2/,
  );
  expect(() => fromArrays(context, [[0.5]])).toThrow(/step 0 of sequence 0 is 0.5, not a whole number/);
  expect(() => fromArrays(context, [[], []])).toThrow(/size of a step is unknown/);
  expect(() => fromTyped(context, new Float32Array(5), [2, 1], [2])).toThrow(
    /5 values for 3 steps of shape \[2\]/,
  );
  expect(() => new Structure([2, -1])).toThrow(/sequence 1 has length -1/);
  expect(() => new Structure([2], { ids: [1, 2] })).toThrow(/2 ids for 1 sequences/);
  expect(() => ragged(context.zeros([4, 2]), new Structure([2, 1]))).toThrow(
    /data \[4, 2\] for 2 sequences with 3/,
  );
  expect(() => take(batch([1, 2]), [2])).toThrow(/sequence 2 of 2/);
  expect(() => concatenateTime(batch([1]), batch([1, 2]))).toThrow(/1 sequences and 2 sequences/);
});
