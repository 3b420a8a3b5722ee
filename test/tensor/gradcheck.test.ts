import { describe, expect, test } from 'vitest';
import { stream } from '../../src/support/random.ts';
import { checkpoint } from '../../src/tensor/checkpoint.ts';
import { type GradcheckInput, gradcheck } from '../../src/tensor/gradcheck.ts';
import { binaryCrossEntropy } from '../../src/tensor/losses/binaryCrossEntropy.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { gaussian } from '../../src/tensor/losses/gaussian.ts';
import { huber } from '../../src/tensor/losses/huber.ts';
import { meanAbsolute } from '../../src/tensor/losses/meanAbsolute.ts';
import { meanSquared } from '../../src/tensor/losses/meanSquared.ts';
import { negativeBinomial } from '../../src/tensor/losses/negativeBinomial.ts';
import { quantile } from '../../src/tensor/losses/quantile.ts';
import { studentT } from '../../src/tensor/losses/studentT.ts';
import { abs } from '../../src/tensor/operations/abs.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { affine } from '../../src/tensor/operations/affine.ts';
import { broadcastTo, sumTo } from '../../src/tensor/operations/broadcastTo.ts';
import { clamp } from '../../src/tensor/operations/clamp.ts';
import { concatenate } from '../../src/tensor/operations/concatenate.ts';
import { custom } from '../../src/tensor/operations/custom.ts';
import { digamma } from '../../src/tensor/operations/digamma.ts';
import { divide } from '../../src/tensor/operations/divide.ts';
import { dropout } from '../../src/tensor/operations/dropout.ts';
import { exp } from '../../src/tensor/operations/exp.ts';
import { gatherRows, scatterAddRows } from '../../src/tensor/operations/gatherRows.ts';
import { layerNorm } from '../../src/tensor/operations/layerNorm.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { log } from '../../src/tensor/operations/log.ts';
import { logGamma } from '../../src/tensor/operations/logGamma.ts';
import { logSoftmax } from '../../src/tensor/operations/logSoftmax.ts';
import { matmul } from '../../src/tensor/operations/matmul.ts';
import { max } from '../../src/tensor/operations/max.ts';
import { maximum } from '../../src/tensor/operations/maximum.ts';
import { mean } from '../../src/tensor/operations/mean.ts';
import { minimum } from '../../src/tensor/operations/minimum.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { negate } from '../../src/tensor/operations/negate.ts';
import { poolRows } from '../../src/tensor/operations/poolRows.ts';
import { reciprocal } from '../../src/tensor/operations/reciprocal.ts';
import { relu } from '../../src/tensor/operations/relu.ts';
import { reshape } from '../../src/tensor/operations/reshape.ts';
import { sigmoid } from '../../src/tensor/operations/sigmoid.ts';
import { slice } from '../../src/tensor/operations/slice.ts';
import { softmax } from '../../src/tensor/operations/softmax.ts';
import { softplus } from '../../src/tensor/operations/softplus.ts';
import { split } from '../../src/tensor/operations/split.ts';
import { sqrt } from '../../src/tensor/operations/sqrt.ts';
import { square } from '../../src/tensor/operations/square.ts';
import { stack } from '../../src/tensor/operations/stack.ts';
import { subtract } from '../../src/tensor/operations/subtract.ts';
import { sum } from '../../src/tensor/operations/sum.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import { transpose } from '../../src/tensor/operations/transpose.ts';
import { gradients } from '../../src/tensor/tape.ts';
import type { Shape, Tensor } from '../../src/tensor/tensor.ts';

type Operation = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

interface Case {
  readonly f: Operation;
  /** Each a list of input shapes. */
  readonly shapes: readonly (readonly Shape[])[];
  readonly low?: number;
  readonly high?: number;
  /** False where only a fused backward exists, which must refuse. */
  readonly second?: boolean;
}

const elementwise: Shape[][] = [[[]], [[1]], [[0]], [[7]], [[2, 3]], [[2, 0, 3]], [[2, 1, 3]]];
const positive = { low: 0.3, high: 12 };
const pairs: Shape[][] = [
  ...[
    [[], []],
    [[1], [1]],
    [[0], [0]],
    [[5], [5]],
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [[3], [2, 3]],
    [[2, 3], []],
  ],
  ...[
    [
      [2, 1],
      [1, 3],
    ],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [
      [2, 3, 1, 2],
      [3, 2, 1],
    ],
    [[0, 3], [3]],
    [
      [2, 1, 2, 1],
      [1, 3, 1, 2],
    ],
  ],
];
const integers = (like: Tensor, values: number[], shape: Shape = [values.length]): Tensor =>
  like.context.tensor(values, shape, 'int32');
const numbers = (like: Tensor, values: number[], shape: Shape = [values.length]): Tensor =>
  like.context.tensor(values, shape);
const ramp = (like: Tensor, shape: Shape): Tensor =>
  numbers(
    like,
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, k) => 0.4 * k - 0.7),
    shape,
  );

const cases: Record<string, Case> = {
  abs: { f: abs, shapes: elementwise },
  affine: { f: (x) => affine(x, -1.5, 2), shapes: elementwise },
  clamp: { f: (x) => clamp(x, -0.5, 0.7), shapes: elementwise },
  digamma: { f: digamma, shapes: elementwise, ...positive, second: false },
  exp: { f: exp, shapes: elementwise },
  log: { f: log, shapes: elementwise, ...positive },
  logGamma: { f: logGamma, shapes: elementwise, ...positive },
  negate: { f: negate, shapes: elementwise },
  reciprocal: { f: reciprocal, shapes: elementwise, ...positive },
  relu: { f: relu, shapes: elementwise },
  sigmoid: { f: sigmoid, shapes: elementwise },
  softplus: { f: softplus, shapes: elementwise },
  sqrt: { f: sqrt, shapes: elementwise, ...positive },
  square: { f: square, shapes: elementwise },
  tanh: { f: tanh, shapes: elementwise },
  add: { f: add, shapes: pairs },
  subtract: { f: subtract, shapes: pairs },
  multiply: { f: multiply, shapes: pairs },
  divide: { f: divide, shapes: pairs, ...positive, high: 3 },
  maximum: { f: maximum, shapes: pairs },
  minimum: { f: minimum, shapes: pairs },
  'with numbers': {
    f: (x) => [
      add(x, 2),
      add(2, x),
      subtract(x, 2),
      subtract(2, x),
      multiply(3, x),
      divide(x, 3),
      divide(3, x),
    ],
    shapes: [[[2, 3]]],
    ...positive,
  },
  'limits by numbers': {
    f: (x) => [maximum(x, 0.3), maximum(0.3, x), minimum(x, 0.3), minimum(0.3, x)],
    shapes: elementwise,
  },
  broadcastTo: {
    f: (x) => broadcastTo(x, [2, 3, 4]),
    shapes: [[[]], [[4]], [[3, 1]], [[1, 3, 1]], [[2, 3, 4]]],
  },
  sumTo: { f: (x) => sumTo(x, [3, 1]), shapes: [[[3, 4]], [[2, 3, 4]], [[0, 3, 4]], [[3, 0]]] },
  sum: {
    f: (x) => [sum(x), sum(x, 0), sum(x, -1, true)],
    shapes: [[[1]], [[0]], [[2, 3]], [[2, 3, 4]], [[2, 0]]],
  },
  mean: { f: (x) => [mean(x), mean(x, 0), mean(x, -1, true)], shapes: [[[1]], [[2, 3]], [[2, 3, 4]]] },
  max: { f: (x) => [max(x), max(x, 0), max(x, -1, true)], shapes: [[[1]], [[2, 3]], [[2, 3, 4]]] },
  softmax: { f: softmax, shapes: [[[1]], [[4]], [[2, 3]], [[0, 3]], [[2, 2, 3]]] },
  logSoftmax: { f: logSoftmax, shapes: [[[1]], [[4]], [[2, 3]], [[0, 3]], [[2, 2, 3]]] },
  matmul: {
    f: (a, b) => matmul(a, b),
    shapes: [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [2, 3],
        [3, 4],
      ],
      [
        [0, 3],
        [3, 2],
      ],
      [
        [2, 0],
        [0, 3],
      ],
    ],
  },
  'matmul transposed': {
    f: (a, b) => [matmul(a, b, { transposeA: true }), matmul(b, a, { transposeB: true, transposeA: true })],
    shapes: [
      [
        [3, 3],
        [3, 3],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ],
  },
  'matmul both transposed': {
    f: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    shapes: [
      [
        [3, 2],
        [4, 3],
      ],
    ],
  },
  linear: {
    f: linear,
    shapes: [
      [[2, 3], [4, 3], [4]],
      [
        [2, 3],
        [4, 3],
      ],
      [[0, 3], [4, 3], [4]],
      [[1, 1], [1, 1], [1]],
    ],
  },
  reshape: { f: (x) => [reshape(x, [3, -1]), reshape(x, [x.size])], shapes: [[[2, 3]], [[6]], [[3, 0]]] },
  slice: {
    f: (x) => [slice(x, 0, 1), slice(x, 1, -2, -1), slice(x, 0, 0, 0), slice(x, -1, 0, 1)],
    shapes: [[[3, 2]], [[2, 4, 3]]],
  },
  concatenate: {
    f: (x, y) => [concatenate([x, y, x]), concatenate([y, y], 1), concatenate([x, x], -1)],
    shapes: [
      [
        [2, 3],
        [4, 3],
      ],
      [
        [0, 3],
        [2, 3],
      ],
      [
        [1, 2, 3],
        [2, 2, 3],
      ],
    ],
  },
  split: {
    f: (x) => {
      const [first, , last] = split(x, [1, 0, 2], 1);
      return [first, multiply(last, last)];
    },
    shapes: [[[2, 3]], [[0, 3]], [[2, 3, 2]]],
  },
  stack: {
    f: (x, y) => [stack([x, y]), stack([y, x], -1)],
    shapes: [
      [
        [2, 3],
        [2, 3],
      ],
      [[], []],
      [[0], [0]],
    ],
  },
  transpose: { f: transpose, shapes: [[[2, 3]], [[1, 1]], [[0, 3]], [[5, 1]]] },
  gatherRows: {
    f: (x) => gatherRows(x, integers(x, [2, 0, -1, 2, 1, 2], [2, 3])),
    shapes: [[[3]], [[3, 2]], [[4, 2, 2]], [[3, 0]]],
  },
  scatterAddRows: {
    f: (x) => scatterAddRows(x, integers(x, [2, 0, -1, 2]), 4),
    shapes: [[[4]], [[4, 3]], [[4, 2, 2]]],
  },
  'poolRows sum': { f: (x) => poolRows(x, integers(x, [2, 0, 0, 2]), 4, 'sum'), shapes: [[[4]], [[4, 3]]] },
  'poolRows mean': { f: (x) => poolRows(x, integers(x, [2, 0, 0, 2]), 4, 'mean'), shapes: [[[4]], [[4, 3]]] },
  'poolRows max': {
    f: (x) => poolRows(x, integers(x, [2, 0, 0, 2]), 4, 'max'),
    shapes: [[[4]], [[4, 2, 3]]],
  },
  layerNorm: {
    f: (x, gain, bias) => layerNorm(x, { gain, bias }),
    shapes: [[[2, 3]], [[2, 3], [3]], [[4], [4], [4]], [[2, 2, 3], [3], [3]], [[0, 3], [3], [3]]],
  },
  'layerNorm without gain': {
    f: (x, bias) => layerNorm(x, { bias, epsilon: 0.1 }),
    shapes: [
      [[2, 1], [1]],
      [[2, 3], [3]],
    ],
  },
  dropout: { f: (x) => dropout(x, 0.4, stream(3, 1)), shapes: [[[6]], [[4, 5]], [[0, 5]], [[2, 3, 4]]] },
  custom: {
    f: (x) =>
      custom(
        [x],
        (a) => multiply(a, multiply(a, a)),
        (g) => [multiply(g, multiply(square(x), 3))],
      ),
    shapes: [[[2, 3]]],
  },
  checkpoint: {
    f: (x, w) => checkpoint(([a, b]) => [tanh(matmul(a, b)), square(a)], [x, w]),
    shapes: [
      [
        [2, 3],
        [3, 2],
      ],
    ],
    second: false,
  },
  meanSquared: { f: (x) => meanSquared(x, ramp(x, x.shape)), shapes: elementwise },
  meanAbsolute: { f: (x) => meanAbsolute(x, ramp(x, x.shape)), shapes: elementwise },
  huber: { f: (x) => huber(x, ramp(x, x.shape), { delta: 0.6 }), shapes: elementwise },
  'weighted, summed': {
    f: (x) => meanSquared(x, ramp(x, x.shape), { weights: ramp(x, [3]), reduction: 'sum' }),
    shapes: [[[2, 3]]],
  },
  'weighted, mean': {
    f: (x) => meanSquared(x, ramp(x, x.shape), { weights: ramp(x, [2, 1]) }),
    shapes: [[[2, 3]]],
  },
  unreduced: { f: (x) => huber(x, ramp(x, x.shape), { reduction: 'none' }), shapes: [[[2, 3]]] },
  binaryCrossEntropy: { f: (x) => binaryCrossEntropy(x, sigmoid(ramp(x, x.shape))), shapes: elementwise },
  quantile: {
    f: (x) => quantile(x, ramp(x, x.shape.slice(0, -1)), [0.1, 0.5, 0.9]),
    shapes: [[[3]], [[4, 3]], [[0, 3]], [[2, 2, 3]]],
  },
  gaussian: {
    f: (a, b) => gaussian(a, b, ramp(a, a.shape)),
    shapes: [
      [[4], [4]],
      [[0], [0]],
      [
        [2, 3],
        [2, 3],
      ],
    ],
  },
  studentT: {
    f: (a, b, c) => studentT(a, b, c, ramp(a, a.shape)),
    shapes: [
      [[4], [4], [4]],
      [[0], [0], [0]],
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
    ],
    second: false,
  },
  negativeBinomial: {
    f: (a, b) => negativeBinomial(a, b, numbers(a, [0, 3, 17, 1, 0, 250], a.shape)),
    shapes: [
      [[6], [6]],
      [
        [2, 3],
        [2, 3],
      ],
    ],
    second: false,
  },
  crossEntropy: { f: (x) => crossEntropy(x, integers(x, [1, 0, -1, 2])), shapes: [[[4, 3]], [[4, 5]]] },
  'crossEntropy of one class': { f: (x) => crossEntropy(x, integers(x, [0, -1])), shapes: [[[2, 1]]] },
  'crossEntropy with all options': {
    f: (x) =>
      crossEntropy(x, integers(x, [1, 0, -1, 2]), {
        smoothing: 0.2,
        classWeights: numbers(x, [0.5, 1, 2]),
        weights: numbers(x, [1, 3, 1, 0.5]),
        reduction: 'mean',
      }),
    shapes: [[[4, 3]]],
  },
};

const name = (shapes: readonly Shape[]): string => shapes.map((shape) => `[${shape.join(', ')}]`).join(' ');
const both = (x: Tensor | readonly Tensor[]): Tensor => {
  const outputs = 'size' in x ? [x] : x;
  return outputs.reduce(
    (total, output, k) => add(total, sum(multiply(output, k + 1))),
    sum(multiply(outputs[0], 0)),
  );
};

describe.for(Object.entries(cases))('%s', ([, { f, shapes, low, high, second = true }]) => {
  test.for(shapes.map((inputs) => [name(inputs), inputs] as const))('gradient %s', ([, inputs]) => {
    const report = gradcheck(f, inputs, { low, high, seed: 7 });
    expect(report).toMatchObject({ passed: true });
    expect(report.compared).toBe(inputs.reduce((n, shape) => n + shape.reduce((size, k) => size * k, 1), 0));
  });

  test(second ? 'second derivative' : 'refuses a second derivative', () => {
    const inputs: readonly GradcheckInput[] = shapes.at(-1) ?? [];
    const slope = (...tensors: Tensor[]): Tensor[] =>
      gradients([sum(square(both(f(...tensors))))], tensors, { retain: true }).filter((g) => g !== undefined);
    const check = (): unknown => gradcheck(slope, inputs, { low, high, seed: 8, tolerance: 1e-5 });
    if (second) expect(check()).toMatchObject({ passed: true });
    else expect(check).toThrow(/second derivative/);
  });
});

test('a wrong gradient is reported with the worst element', () => {
  const wrong = (x: Tensor): Tensor =>
    custom([x], square, (gradient) => [multiply(gradient, multiply(x, numbers(x, [2, 2, 3])))]);
  const report = gradcheck(wrong, [{ shape: [3], values: [1, 2, 3] }]);
  expect(report.passed).toBe(false);
  expect(report.worst).toMatchObject({ input: 0, index: 2 });
});
