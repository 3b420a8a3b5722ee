import { afterAll, describe, expect, test } from 'vitest';
import { referenceBackend } from '../../../src/backend/reference.ts';
import { scanKinds, scanParts } from '../../../src/kernels/sweeps/linearScan.ts';
import { complexScan } from '../../../src/nn/sweeps/complexScan.ts';
import { linearScan } from '../../../src/nn/sweeps/linearScan.ts';
import { stream, uniform } from '../../../src/support/random.ts';
import { Context } from '../../../src/tensor/context.ts';
import { gradcheck } from '../../../src/tensor/gradcheck.ts';
import { square } from '../../../src/tensor/operations/square.ts';
import { sum } from '../../../src/tensor/operations/sum.ts';
import { Structure } from '../../../src/tensor/ragged/structure.ts';
import { gradients } from '../../../src/tensor/tape.ts';
import type { Shape, Tensor } from '../../../src/tensor/tensor.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const structure = Structure.of([3, 0, 4, 1]);
const [N, B, H] = [structure.total, structure.count, 3];

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

type Numbers = (part: number) => number;

/** The factor of what is added to h(t), the last number of a unit in a row. */
const shares: Readonly<Record<(typeof scanKinds)[number], (x: Numbers) => number>> = {
  given: () => 1,
  minGru: (x) => sigmoid(x(0)),
  minLstm: (x) => sigmoid(x(1)) / (sigmoid(x(0)) + sigmoid(x(1))),
};

interface Scan {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly share: (x: Numbers) => number;
  readonly run: (
    inputs: readonly Tensor[],
    reverse: boolean,
    watch?: (dh: Tensor) => void,
  ) => { y: Tensor; hn: Tensor };
}

const scans: readonly Scan[] = [
  ...scanKinds.map(
    (kind): Scan => ({
      name: `linearScan ${kind}`,
      shapes: [
        [N, scanParts(kind) * H],
        [B, H],
      ],
      share: shares[kind],
      run: ([x, h0], reverse, watch) =>
        linearScan(structure, { x, h0, kind, reverse, ...(watch ? { watch } : {}) }),
    }),
  ),
  {
    name: 'complexScan',
    shapes: [
      [N, 2 * H],
      [B, 2 * H],
      [2, H],
    ],
    share: () => 1,
    run: ([b, h0, lambda], reverse, watch) =>
      complexScan(structure, { lambda, b, h0, reverse, ...(watch ? { watch } : {}) }),
  },
];

const inputsOf = ({ shapes }: Scan): Tensor[] =>
  shapes.map((shape, k) =>
    context.parameter(
      Float64Array.from({ length: shape[0] * shape[1] }, (_, j) => uniform(stream(2, k), j) - 0.5),
      shape,
    ),
  );

describe.each(scans)('$name', (scan) => {
  test.each([false, true])('gradients equal central differences, reverse %s', (reverse) => {
    const report = gradcheck(
      (...inputs) => {
        const { y, hn } = scan.run(inputs, reverse);
        return [y, hn];
      },
      scan.shapes,
      { tolerance: 2e-6 },
    );
    expect(report).toMatchObject({ passed: true });
  });

  test('watch sees the gradient of every state: that of what is added to it, over its share', () => {
    const inputs = inputsOf(scan);
    const seen: Tensor[] = [];
    const { y } = scan.run(inputs, false, (dh) => seen.push(dh));
    const seed = Float64Array.from({ length: y.size }, (_, j) => uniform(stream(6), j));
    const [dx] = gradients([y], [inputs[0]], { seeds: [context.tensor(seed, y.shape)] });
    const [width, columns] = [y.shape[1], inputs[0].shape[1]];
    const [x, added] = [inputs[0].toArray(), dx?.toArray() ?? []];
    expect(seen.map(({ shape }) => shape)).toEqual([[N, width]]);
    seen[0].toArray().forEach((dh, k) => {
      const [row, unit] = [Math.floor(k / width) * columns, k % width];
      const share = scan.share((part) => x[row + part * H + unit]);
      expect(dh * share).toBeCloseTo(added[row + columns - width + unit], 12);
    });
  });

  test('refuses a second derivative', () => {
    const inputs = inputsOf(scan);
    const [first] = gradients([sum(scan.run(inputs, false).y)], [inputs[0]], { retain: true });
    expect(() => gradients([sum(square(first as Tensor))], [inputs[0]])).toThrow(/second derivative/);
  });

  test('names the tensor that does not fit, with both shapes', () => {
    const [x, ...others] = inputsOf(scan);
    expect(x.shape[0]).toBe(N);
    const wrong = context.zeros([N + 1, x.shape[1]]);
    expect(() => scan.run([wrong, ...others], false)).toThrow(
      new RegExp(`has shape \\[${N + 1}, ${x.shape[1]}\\], not \\[${N}, ${x.shape[1]}\\]`),
    );
  });
});

test('sums at which both gates of a minLSTM vanish, or are 1, still share', () => {
  const one = Structure.of([4]);
  const x = context.tensor([-800, -800, 5, 900, 900, 7, -900, 900, 9, 900, -900, 11], [4, 3]);
  const { y } = linearScan(one, { x, h0: context.zeros([1, 1]), kind: 'minLstm' });
  expect(Array.from(y.toArray())).toEqual([2.5, 4.75, 9, 9]);
});
