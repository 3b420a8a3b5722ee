import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { gridBlocks } from '../../../src/nn/grids/gridBlocks.ts';
import { gridColumns, gridRows } from '../../../src/nn/grids/gridLines.ts';
import { type GridLayerChoice, gridNetwork } from '../../../src/nn/grids/gridNetwork.ts';
import { grids, type Grids, poolGrids } from '../../../src/nn/grids/grids.ts';
import { GridStructure } from '../../../src/nn/grids/gridStructure.ts';
import { mdlstmLayer } from '../../../src/nn/grids/mdlstmLayer.ts';
import { renetLayer } from '../../../src/nn/grids/renetLayer.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { multiply } from '../../../src/tensor/operations/multiply.ts';
import { toArrays } from '../../../src/tensor/ragged/toArrays.ts';
import { gradients } from '../../../src/tensor/tape.ts';

const sizes = [
  [3, 2],
  [2, 5],
  [0, 3],
  [1, 1],
] as const;

/** Cells are numbered: 0 to 5, 6 to 15, 16. */
function numbered(context: Context): Grids {
  const structure = GridStructure.of(sizes);
  const numbers = Array.from({ length: structure.total }, (_, k) => k);
  return grids(context.tensor(numbers, [numbers.length, 1]), structure);
}

/** Grids chosen by their places in `sizes`, with numbers that depend on grid and cell. */
function chosen(context: Context, places: readonly number[], features: number): Grids {
  const structure = GridStructure.of(places.map((place) => sizes[place]));
  const values = places.flatMap((place) =>
    Array.from(
      { length: sizes[place][0] * sizes[place][1] * features },
      (_, k) => 2 * uniform(stream(5, place), k) - 1,
    ),
  );
  return grids(context.parameter(values, [structure.total, features]), structure);
}

const context = new Context(referenceBackend('float64'));

test('blocks have their cells side by side, zeros beyond the edge', () => {
  const { data, structure } = gridBlocks(numbered(context), [2, 2]);
  expect([...structure.heights]).toEqual([2, 1, 0, 1]);
  expect([...structure.widths]).toEqual([1, 3, 2, 1]);
  expect(data.shape).toEqual([6, 4]);
  expect([...data.toArray()]).toEqual(
    [
      [0, 1, 2, 3],
      [4, 5, 0, 0],
      [6, 7, 11, 12],
      [8, 9, 13, 14],
      [10, 0, 15, 0],
      [16, 0, 0, 0],
    ].flat(),
  );
});

test('rows and columns are sequences, and become grids again', () => {
  const x = numbered(context);
  const { lines: rows } = gridRows(x);
  const { lines: columns, toGrids } = gridColumns(x);
  expect(toArrays(rows)).toEqual([
    [[0], [1]],
    [[2], [3]],
    [[4], [5]],
    [[6], [7], [8], [9], [10]],
    [[11], [12], [13], [14], [15]],
    [[16]],
  ]);
  expect(toArrays(columns)).toEqual([
    [[0], [2], [4]],
    [[1], [3], [5]],
    [[6], [11]],
    [[7], [12]],
    [[8], [13]],
    [[9], [14]],
    [[10], [15]],
    [],
    [],
    [],
    [[16]],
  ]);
  expect([...toGrids(columns).data.toArray()]).toEqual([...x.data.toArray()]);
});

test('pooling is by grid', () => {
  expect([...poolGrids(numbered(context), 'sum').toArray()]).toEqual([15, 105, 0, 16]);
  expect([...poolGrids(numbered(context), 'mean').toArray()]).toEqual([2.5, 10.5, 0, 16]);
});

/** Which cells of a grid of 2 x 5 the output of one cell depends on. */
function seenFrom(run: (x: Grids) => Grids, cell: number): string[] {
  const x = chosen(context, [1], 2);
  const { data } = run(x);
  const seed = new Float64Array(data.size).fill(1, (cell * data.size) / 10, ((cell + 1) * data.size) / 10);
  const [dx] = gradients([data], [x.data], { seeds: [context.tensor(seed, data.shape)] });
  const values = dx?.toArray() ?? [];
  return [0, 1].map((row) =>
    [0, 1, 2, 3, 4].map((column) => (values[2 * (5 * row + column)] === 0 ? '.' : 'x')).join(''),
  );
}

const options = { inputSize: 2, hiddenSize: 3, stream: stream(4) };

test('what an output has seen: from one corner, from two, from all', () => {
  const seen = (directions: 1 | 2 | 4): string[] =>
    seenFrom(mdlstmLayer(context, { ...options, directions }).run, 2);
  expect(seen(1)).toEqual(['xxx..', '.....']);
  expect(seen(2)).toEqual(['xxxxx', '..xxx']);
  expect(seen(4)).toEqual(['xxxxx', 'xxxxx']);
});

test('ReNet sees the whole grid too', () => {
  const layer = renetLayer(context, { inputSize: 2, hiddenSize: 3, cell: { cell: 'gru' } });
  expect(layer.outputSize).toBe(6);
  expect(seenFrom(layer.run, 8)).toEqual(['xxxxx', 'xxxxx']);
});

test('directions are summed or lie side by side', () => {
  const x = chosen(context, [0, 1, 2, 3], 2);
  const aside = mdlstmLayer(context, options);
  const summed = mdlstmLayer(context, { ...options, join: 'sum' });
  expect([aside.outputSize, summed.outputSize]).toEqual([12, 3]);
  const parts = aside.run(x).data.toArray();
  summed
    .run(x)
    .data.toArray()
    .forEach((value, k) => {
      const [row, unit] = [Math.floor(k / 3), k % 3];
      const all = [0, 1, 2, 3].map((direction) => parts[12 * row + 3 * direction + unit]);
      expect(value).toBeCloseTo(
        all.reduce((a, b) => a + b),
        12,
      );
    });
  expect(() => mdlstmLayer(context, { ...options, directions: 3 as 4 })).toThrow('directions is 3');
});

describe.each<GridLayerChoice>([
  { layer: 'mdlstm', stable: true },
  { layer: 'mdlstm', join: 'sum' },
  { layer: 'renet', cell: { cell: 'lstm' } },
])('a network of levels: %o', (choice) => {
  const levels = [
    { block: [2, 1], hidden: 3 },
    { block: [1, 2], hidden: 4 },
  ] as const;
  const network = gridNetwork(context, { inputSize: 2, levels, choice, stream: stream(7) });

  test('a batch equals its grids one by one, in any order', () => {
    const R = network.outputSize;
    const together = network.run(chosen(context, [3, 1, 2, 0], 2));
    expect(together.shape).toEqual([4, R]);
    const rows = [...together.toArray()];
    [3, 1, 2, 0].forEach((place, k) => {
      const alone = network.run(chosen(context, [place], 2));
      expect([...alone.toArray()]).toEqual(rows.slice(k * R, (k + 1) * R));
    });
  });

  test('both paths have the same gradients, in every weight', () => {
    const x = chosen(context, [0, 1, 3], 2);
    const weights = Object.values(network.parameters);
    const [fused, plain] = (['fused', 'plain'] as const).map((path) => {
      const vectors = network.run(x, { path });
      return gradients([sum(multiply(vectors, vectors))], weights);
    });
    fused.forEach((gradient, k) => {
      const expected = plain[k]?.toArray() ?? [];
      expect(expected.some((value) => value !== 0)).toBe(true);
      gradient?.toArray().forEach((value, j) => expect(value).toBeCloseTo(expected[j], 12));
    });
  });
});
