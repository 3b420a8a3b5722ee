import { roundToBfloat16 } from '../../../src/formats/halfPrecision.ts';
import { addInto } from '../../../src/kernels/addInto.ts';
import { linearPacked } from '../../../src/kernels/linearPacked.ts';
import { matmul } from '../../../src/kernels/matmul.ts';
import { weightGradients } from '../../../src/kernels/weightGradients.ts';
import { type Case, caseOf, floats } from '../case.ts';

const sizes = [
  [1, 1, 1],
  [0, 5, 3],
  [4, 0, 3],
  [3, 17, 0],
  [1, 130, 70],
  [2, 33, 5],
  [3, 65, 40],
  [5, 7, 3],
  [13, 29, 300],
  [97, 258, 31],
  [40, 33, 600],
] as const;

const product = (m: number, n: number, k: number, flags: number): Case => {
  const transposeA = flags & 1;
  const transposeB = (flags >> 1) & 1;
  const accumulate = (flags >> 2) & 1;
  const lda = (transposeA ? m : k) + 2;
  const ldb = (transposeB ? k : n) + 1;
  const ldc = n + 3;
  return caseOf(matmul, `${m}x${n}x${k} flags ${flags}`, {
    buffers: {
      a: floats((transposeA ? k : m) * lda),
      b: floats((transposeB ? n : k) * ldb),
      c: floats(m * ldc),
      ...(flags & 8 ? { bias: floats(n) } : {}),
    },
    numbers: { m, n, k, lda, ldb, ldc, transposeA, transposeB, accumulate },
    outputs: ['c'],
    tolerance: 2e-6,
    scale: 'largest',
  });
};

/** Every size in a few of the 16 forms, such that each form comes up. */
const products = sizes.flatMap(([m, n, k], j) =>
  [0, 3, 6, 9, 12].map((flags) => product(m, n, k, (flags + 5 * j) % 16)),
);

const additions = [0, 1, 7, 16, 33, 1000].map((n) =>
  caseOf(addInto, `${n}`, {
    buffers: { x: floats(n), y: floats(n, -1, 1) },
    numbers: { n },
    outputs: ['y'],
    tolerance: 1e-7,
    scale: 1,
  }),
);

const packedCase = (m: number, n: number, k: number, how: { isHalf?: number; across?: number } = {}): Case =>
  caseOf(
    linearPacked,
    `${m}x${n}x${k}${how.isHalf ? ' of half the width' : ''}${how.across ? ' across' : ''}`,
    {
      buffers: {
        a: floats(m * k),
        weight: how.isHalf ? roundToBfloat16(floats(n * k)) : floats(n * k),
        packed: floats(64 * Math.ceil(n / 64) * k),
        c: floats(m * n),
        ...(m % 2 ? { bias: floats(n) } : {}),
      },
      numbers: { m, n, k, isPacked: 0, isHalf: 0, across: 0, ...how },
      outputs: ['c'],
      tolerance: 2e-6,
      scale: 'largest',
    },
  );

const packed = sizes.flatMap(([m, n, k]) => [
  packedCase(m, n, k),
  packedCase(m, n, k, { across: 1 }),
  ...(m <= 4 ? [packedCase(m, n, k, { isHalf: 1 })] : []),
]);

/** [M, K] of the gradient with columns N and R of what it is multiplied by; 0: there is no such side. */
const gradients = (
  [
    [1, 1, 1, 1],
    [5, 0, 3, 2],
    [19, 40, 0, 17],
    [33, 7, 65, 0],
    [7, 40, 0, 0],
    [130, 300, 70, 131],
    [40, 600, 530, 90],
  ] as const
).flatMap(([m, k, n, r]) =>
  (
    [
      [true, 0, k],
      [false, 0, k],
      [true, Math.ceil(k / 3), k],
      [false, 0, Math.floor(0.9 * k)],
      [true, k, k],
    ] as const
  ).map(([biased, hFrom, hTo]) =>
    caseOf(weightGradients, `${m}x${k} by ${n} and ${r} ${hFrom}..${hTo}${biased ? ' with bias' : ''}`, {
      buffers: {
        gradient: floats(k * (m + 3)),
        ...(n ? { x: floats(k * n), dx: floats(m * n) } : {}),
        ...(r ? { h: floats(k * r), dh: floats(m * r) } : {}),
        ...(biased ? { dbias: floats(m) } : {}),
      },
      numbers: { lda: m + 3, m, k, n, r, hFrom, hTo },
      outputs: [
        ...(n ? (['dx'] as const) : []),
        ...(r ? (['dh'] as const) : []),
        ...(biased ? (['dbias'] as const) : []),
      ],
      tolerance: 4e-6,
      scale: 'largest',
    }),
  ),
);

export const cases: readonly Case[] = [...products, ...packed, ...gradients, ...additions];
