import { argmax, segmentArgmax } from '../../../src/kernels/argmax.ts';
import { gatherRows, scatterAddRows } from '../../../src/kernels/gatherRows.ts';
import { largest } from '../../../src/kernels/largest.ts';
import { sum } from '../../../src/kernels/sum.ts';
import { sumOfSquares } from '../../../src/kernels/sumOfSquares.ts';
import { type Case, caseOf, floats, integers, zeros } from '../case.ts';
import { placesTable } from '../placesTable.ts';

const sums = [
  [1, 1, 1],
  [3, 0, 4],
  [0, 5, 3],
  [5, 33, 1],
  [1, 9001, 1],
  [2, 8200, 3],
  [1, 7, 130],
  [6, 11, 19],
].map(([outer, axis, inner]) =>
  caseOf(sum, `${outer}x${axis}x${inner}`, {
    buffers: { x: floats(outer * axis * inner, -1, 2), y: zeros(outer * inner) },
    numbers: { outer, axis, inner, divisor: Math.max(1, axis) },
    outputs: ['y'],
    tolerance: 2e-6,
    scale: 1,
  }),
);

const withTies = (x: Float32Array): Float32Array =>
  x.map((value, j) => (j % 17 === 3 ? NaN : Math.round(value)));

const argmaxima = [
  [1, 1, 1],
  [5, 37, 1],
  [3, 9, 7],
  [2, 3, 40],
].flatMap(([outer, axis, inner]) =>
  [0, 1].map((flat) =>
    caseOf(argmax, `${outer}x${axis}x${inner}${flat ? ' flat' : ''}`, {
      buffers: { x: withTies(floats(outer * axis * inner)), index: integers(outer * inner, 0, 1) },
      numbers: { outer, axis, inner, flat },
      outputs: ['index'],
      tolerance: 0,
    }),
  ),
);

const foremost = [
  [0, 5, 2],
  [3, 1, 1],
  [4, 9, 12],
  [5, 131, 3],
  [3, 1030, 10],
].flatMap(([rows, columns, most]) =>
  [withTies, (x: Float32Array) => x.map((value, j) => (j % 5 === 0 ? value : -Infinity))].map(
    (change, kind) =>
      caseOf(largest, `${most} of ${rows}x${columns}${kind ? ', few' : ''}`, {
        buffers: {
          x: change(floats(rows * columns, -9, 9)),
          index: integers(rows * most, 0, 1),
          value: zeros(rows * most),
        },
        numbers: { rows, columns, most },
        outputs: ['index', 'value'],
        tolerance: 0,
      }),
  ),
);

const segments = [
  [0, 5, 2],
  [1, 1, 1],
  [23, 35, 6],
].map(([rows, columns, segments]) =>
  caseOf(segmentArgmax, `${rows} rows, ${columns} columns, ${segments} segments`, {
    buffers: {
      x: withTies(floats(rows * columns)),
      owner: integers(rows, -1, segments - 1),
      index: integers(segments * columns, 0, 1),
    },
    numbers: { rows, columns, segments },
    outputs: ['index'],
    tolerance: 0,
  }),
);

const gathers = [
  [0, 3],
  [1, 1],
  [13, 21],
].flatMap(([rows, columns]) =>
  [0, 1].map((integer) =>
    caseOf(gatherRows, `${rows}x${columns}${integer ? ' of integers' : ''}`, {
      buffers: {
        x: integer ? integers(9 * columns, -(2 ** 31), 2 ** 31) : floats(9 * columns),
        index: integers(rows, -1, 9),
        y: integer ? integers(rows * columns, 0, 9) : zeros(rows * columns),
      },
      numbers: { rows, columns, integer },
      outputs: ['y'],
      tolerance: 0,
    }),
  ),
);

const scatters = [
  [0, 3, 2],
  [1, 1, 1],
  [50, 5, 7],
  [30, 70, 4],
].map(([rows, columns, targets]) =>
  caseOf(scatterAddRows, `${rows}x${columns} to ${targets}`, {
    buffers: {
      x: floats(rows * columns),
      index: integers(rows, -1, targets),
      y: floats(targets * columns),
    },
    numbers: { rows, columns, targets },
    outputs: ['y'],
    tolerance: 1e-6,
    scale: 1,
  }),
);

const squares = [0, 1, 35, 4096, 10000].map((n) => {
  const { places, numbers } = placesTable(n);
  return caseOf(sumOfSquares, `${n}`, {
    buffers: { gradient: floats(n), parts: zeros(numbers.count), places },
    numbers,
    outputs: ['parts'],
    tolerance: 2e-6,
  });
});

export const cases: readonly Case[] = [
  ...sums,
  ...argmaxima,
  ...foremost,
  ...segments,
  ...gathers,
  ...scatters,
  ...squares,
];
