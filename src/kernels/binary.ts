import { kernel } from './kernel.ts';
import { walk } from './walk.ts';

/** The functions of two numbers; a kernel gets the position in this list as `kind`. */
export const binaryKinds = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'maximum',
  'minimum',
  'compare',
] as const;

export type BinaryKind = (typeof binaryKinds)[number];

const definitions: Readonly<Record<BinaryKind, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  maximum: Math.max,
  minimum: Math.min,
  // The share of a maximum's gradient that x gets: 1 where it is the greater, 1/2 where both are equal.
  compare: (x, y) => (x > y ? 1 : x === y ? 0.5 : 0),
};

/** z[n] = f(x, y) with f = binaryKinds[kind]. z may be x or y. maximum and minimum of a NaN are NaN. */
export const binary = kernel(
  'binary',
  ['kind', 'x', 'y', 'z', 'n'],
  ({ f }, { kind, x, y, z, n }) => {
    const value = definitions[binaryKinds[kind]];
    for (let j = 0; j < n; j++) f[z + j] = value(f[x + j], f[y + j]);
  },
  ({ n }) => n,
);

/**
 * The same with broadcasting over six axes of sizes n0 (slowest) to n5: z is contiguous, x and y have strides x0..x5
 * and y0..y5 in elements, 0 along an axis that is repeated. Axes that can be merged have been, and unused ones (size
 * 1, stride 0) come first; so the last strides are (1, 1), (1, 0) or (0, 1) in nearly all calls.
 */
export const binaryBroadcast = kernel(
  'binaryBroadcast',
  [
    ...(['kind', 'x', 'y', 'z'] as const),
    ...(['n0', 'n1', 'n2', 'n3', 'n4', 'n5'] as const),
    ...(['x0', 'x1', 'x2', 'x3', 'x4', 'x5'] as const),
    ...(['y0', 'y1', 'y2', 'y3', 'y4', 'y5'] as const),
  ],
  ({ f }, { kind, x, y, z, n0, n1, n2, n3, n4, n5, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5 }) => {
    const value = definitions[binaryKinds[kind]];
    let at = z;
    const strides = [
      [x0, x1, x2, x3, x4, x5],
      [y0, y1, y2, y3, y4, y5],
    ];
    walk([n0, n1, n2, n3, n4, n5], strides, ([left, right]) => {
      f[at++] = value(f[x + left], f[y + right]);
    });
  },
  ({ n0, n1, n2, n3, n4, n5 }) => n0 * n1 * n2 * n3 * n4 * n5,
);
