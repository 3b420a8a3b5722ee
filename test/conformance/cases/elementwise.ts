import { approach } from '../../../src/kernels/approach.ts';
import { binary, binaryBroadcast, binaryKinds } from '../../../src/kernels/binary.ts';
import { copyStrided } from '../../../src/kernels/copyStrided.ts';
import { unary, unaryBackward, unaryKinds } from '../../../src/kernels/unary.ts';
import { type Case, caseOf, floats, integers, zeros } from '../case.ts';
import { placesTable } from '../placesTable.ts';

const special = [
  0,
  -0,
  1,
  -1,
  1e-30,
  -1e-30,
  1e-6,
  3e38,
  -3e38,
  Infinity,
  -Infinity,
  NaN,
  88.5,
  -87,
  -103,
  20,
];
const positive = ['log', 'sqrt', 'logGamma', 'digamma'];
/** Numbers near the roots of logGamma (1 and 2) and of digamma (1.46), where only the absolute error is small. */
const rooted = ['log', 'logGamma', 'digamma'];

const unaries = unaryKinds.flatMap((name, kind) =>
  [0, 1, 7, 100].map((n) => {
    const x = positive.includes(name) ? floats(n, 0.001, 30) : floats(n, -20, 20);
    return caseOf(unary, `${name} ${n}`, {
      buffers: { x, y: zeros(n) },
      numbers: { kind, n, a: -1.5, b: 2.25 },
      outputs: ['y'],
      tolerance: 1e-6,
      scale: name === 'affine' || rooted.includes(name) ? 1 : 0,
    });
  }),
);

/** Subnormal results are flushed nowhere, but exp is not asked for relative accuracy there. */
const extremes = unaryKinds
  .filter((name) => !name.endsWith('amma') && name !== 'sin' && name !== 'cos')
  .map((name) =>
    caseOf(unary, `${name} of zeros, infinities, NaN`, {
      buffers: { x: Float32Array.from(special), y: zeros(special.length) },
      numbers: { kind: unaryKinds.indexOf(name), n: special.length, a: -1.5, b: 2.25 },
      outputs: ['y'],
      tolerance: 2e-6,
      scale: 1e-35,
    }),
  );

/** Near the roots of both, and as far out as they are right. */
const turns = (['sin', 'cos'] as const).map((name) => {
  const x = Float32Array.from([
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    1e-30,
    1.5707964,
    -3.1415927,
    710,
    -1e6,
    999_999.9,
  ]);
  return caseOf(unary, `${name} of roots, far out, NaN`, {
    buffers: { x, y: zeros(x.length) },
    numbers: { kind: unaryKinds.indexOf(name), n: x.length, a: 0, b: 0 },
    outputs: ['y'],
    tolerance: 1e-6,
  });
});

const backward = unaryKinds.flatMap((name, kind) =>
  [1, 45].map((n) => {
    const x = positive.includes(name) ? floats(n, 0.1, 30) : floats(n, -5, 5);
    return caseOf(unaryBackward, `${name} ${n}, dx over dy`, {
      buffers: { x, y: floats(n, 0.05, 0.95), dy: floats(n, -1, 1) },
      alias: { dx: 'dy' },
      numbers: { kind, n, a: -1.5, b: 2.25 },
      outputs: ['dy'],
      tolerance: 2e-6,
      scale: 1e-3,
    });
  }),
);

const pairs = binaryKinds.flatMap((name, kind) => [
  caseOf(binary, `${name} 37`, {
    buffers: { x: floats(37), y: floats(37, 0.1, 2), z: zeros(37) },
    numbers: { kind, n: 37 },
    outputs: ['z'],
    tolerance: 1e-7,
    scale: 1,
  }),
  caseOf(binary, `${name} of NaN, infinities, equals`, {
    buffers: {
      x: Float32Array.of(NaN, 1, NaN, 2, Infinity, 1, 0),
      y: Float32Array.of(1, NaN, NaN, 2, 1, -Infinity, 0),
      z: zeros(7),
    },
    numbers: { kind, n: 7 },
    outputs: ['z'],
    tolerance: 0,
  }),
]);

/** Sizes, strides of x and of y. */
const broadcasts: [string, number[], number[], number[]][] = [
  ['row', [1, 1, 1, 1, 5, 19], [0, 0, 0, 0, 19, 1], [0, 0, 0, 0, 0, 1]],
  ['column', [1, 1, 1, 1, 5, 19], [0, 0, 0, 0, 19, 1], [0, 0, 0, 0, 1, 0]],
  ['column first', [1, 1, 1, 1, 23, 3], [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 3, 1]],
  ['six axes', [2, 3, 2, 2, 3, 5], [0, 60, 30, 0, 10, 2], [180, 60, 30, 15, 0, 1]],
  ['nothing', [1, 1, 1, 0, 4, 5], [0, 0, 0, 20, 5, 1], [0, 0, 0, 0, 0, 1]],
];

const named = <P extends string>(prefix: P, values: readonly number[]): Record<string, number> =>
  Object.fromEntries(values.map((value, axis) => [`${prefix}${axis}`, value]));

const size = (sizes: readonly number[]): number => sizes.reduce((product, n) => product * n, 1);

const broadcast = broadcasts.flatMap(([name, sizes, x, y]) =>
  [0, 3, 6].map((kind) =>
    caseOf(binaryBroadcast, `${binaryKinds[kind]} ${name}`, {
      buffers: { x: floats(400), y: floats(400, 0.5, 2, 9), z: zeros(size(sizes)) },
      numbers: { kind, ...named('n', sizes), ...named('x', x), ...named('y', y) },
      outputs: ['z'],
      tolerance: 1e-7,
      scale: 1,
    }),
  ),
);

const copies: [string, number[], number[], number[]][] = [
  ['block', [1, 1, 1, 3, 4, 21], [0, 0, 0, 100, 25, 1], [0, 0, 0, 90, 22, 1]],
  ['transposition', [1, 1, 1, 2, 37, 19], [0, 0, 0, 703, 1, 37], [0, 0, 0, 703, 19, 1]],
  ['transposition of 5 by 3', [1, 1, 1, 1, 3, 5], [0, 0, 0, 0, 1, 3], [0, 0, 0, 0, 5, 1]],
  ['repeat', [1, 1, 1, 1, 6, 35], [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 35, 1]],
  ['scatter', [1, 1, 2, 3, 4, 5], [0, 0, 60, 20, 5, 1], [0, 0, 5, 200, 50, 10]],
  ['nothing', [1, 1, 1, 1, 0, 5], [0, 0, 0, 0, 5, 1], [0, 0, 0, 0, 5, 1]],
];

const copied = copies.flatMap(([name, sizes, x, y]) =>
  [0, 1].map((integer) =>
    caseOf(copyStrided, `${name}${integer ? ' of integers' : ''}`, {
      buffers: integer
        ? { x: integers(1500, -(2 ** 31), 2 ** 31), y: integers(1500, 0, 9) }
        : { x: floats(1500), y: zeros(1500) },
      numbers: { integer, ...named('n', sizes), ...named('x', x), ...named('y', y) },
      outputs: ['y'],
      tolerance: 0,
    }),
  ),
);

const averages = [0, 1, 21, 9000].map((n) => {
  const { places, numbers } = placesTable(n);
  return caseOf(approach, `${n}`, {
    buffers: { value: floats(n), average: floats(n, -1, 1), places },
    numbers: { ...numbers, weight: 0.3 },
    outputs: ['average'],
    tolerance: 2e-7,
    scale: 1,
  });
});

export const cases: readonly Case[] = [
  ...unaries,
  ...extremes,
  ...turns,
  ...backward,
  ...pairs,
  ...broadcast,
  ...copied,
  ...averages,
];
