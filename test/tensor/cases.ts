import { stream } from '../../src/support/random.ts';
import { checkpoint } from '../../src/tensor/checkpoint.ts';
import { binaryCrossEntropy } from '../../src/tensor/losses/binaryCrossEntropy.ts';
import { crf } from '../../src/tensor/losses/crf.ts';
import { crossEntropy } from '../../src/tensor/losses/crossEntropy.ts';
import { ctc } from '../../src/tensor/losses/ctc.ts';
import { expectedRisk } from '../../src/tensor/losses/expectedRisk.ts';
import { gaussian } from '../../src/tensor/losses/gaussian.ts';
import { gaussianMixture } from '../../src/tensor/losses/gaussianMixture.ts';
import { huber } from '../../src/tensor/losses/huber.ts';
import { linearCrossEntropy } from '../../src/tensor/losses/linearCrossEntropy.ts';
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
import { segmentSoftmax } from '../../src/tensor/operations/segmentSoftmax.ts';
import { sigmoid } from '../../src/tensor/operations/sigmoid.ts';
import { cos, sin } from '../../src/tensor/operations/sin.ts';
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
import { fromArrays } from '../../src/tensor/ragged/fromArrays.ts';
import { ragged } from '../../src/tensor/ragged/ragged.ts';
import { Structure } from '../../src/tensor/ragged/structure.ts';
import type { Shape, Tensor } from '../../src/tensor/tensor.ts';

type Operation = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** An operation with the shapes that it is tried with: its values, gradients and second derivatives. */
interface Case {
  readonly f: Operation;
  /** Lists of input shapes, as '2x3 3 | . 0x4': two lists of two; '.' is a single number. */
  readonly shapes: string;
  /** Larger shapes, past the width of vectors, tiles and chunks, for the backends. */
  readonly large: string;
  readonly low?: number;
  readonly high?: number;
  /** False where only a fused backward exists, which must refuse. */
  readonly second?: boolean;
}

/** The lists of shapes that a string says. */
export const shapesOf = (text: string): Shape[][] =>
  text
    .split(' | ')
    .map((list) => list.split(' ').map((shape) => (shape === '.' ? [] : shape.split('x').map(Number))));

const single = { shapes: '. | 1 | 0 | 7 | 2x3 | 2x0x3 | 2x1x3', large: '1003 | 37x53 | 5000' };
const pairs = {
  shapes:
    '. . | 1 1 | 0 0 | 5 5 | 2x3 2x3 | 2x3 3 | 3 2x3 | 2x3 . | 2x1 1x3 | 2x1x3 4x1 | 2x3x1x2 3x2x1 | 0x3 3 | 2x1x2x1 1x3x1x2',
  large: '1003 1003 | 37x53 53 | 53 37x53 | 37x53 37x1 | 37x1 1x53 | 37x53 . | 5x1x17x19 7x1x19 | 9000x3 3',
};
const rows = { shapes: '1 | 4 | 2x3 | 0x3 | 2x2x3', large: '3x1003 | 37x53 | 300x5 | 9x64' };
const positive = { low: 0.3, high: 12 };

const count = (shape: Shape): number => shape.reduce((n, size) => n * size, 1);
const integers = (like: Tensor, values: number[], shape: Shape = [values.length]): Tensor =>
  like.context.tensor(values, shape, 'int32');
const numbers = (like: Tensor, values: number[], shape: Shape = [values.length]): Tensor =>
  like.context.tensor(values, shape);
/** Numbers from -0.7 to 3.3, in no order. */
const spread = (like: Tensor, shape: Shape): Tensor =>
  numbers(
    like,
    Array.from({ length: count(shape) }, (_, k) => 0.4 * ((7 * k) % 11) - 0.7),
    shape,
  );
/** Row numbers below `limit` in no order, and every fifth -1. */
const scattered = (like: Tensor, shape: Shape, limit: number): Tensor =>
  integers(
    like,
    Array.from({ length: count(shape) }, (_, k) => (k % 5 === 2 ? -1 : (7 * k + 2) % limit)),
    shape,
  );

/** The same with an owner for every row. */
const owned = (like: Tensor, rows: number, limit: number): Tensor =>
  integers(
    like,
    Array.from({ length: rows }, (_, k) => (7 * k + 2) % limit),
    [rows],
  );

export const cases: Record<string, Case> = {
  abs: { f: abs, ...single },
  affine: { f: (x) => affine(x, -1.5, 2), ...single },
  clamp: { f: (x) => clamp(x, -0.5, 0.7), ...single },
  cos: { f: cos, ...single },
  digamma: { f: digamma, ...single, ...positive, second: false },
  exp: { f: exp, ...single },
  log: { f: log, ...single, ...positive },
  logGamma: { f: logGamma, ...single, ...positive },
  negate: { f: negate, ...single },
  reciprocal: { f: reciprocal, ...single, ...positive },
  relu: { f: relu, ...single },
  sigmoid: { f: sigmoid, ...single },
  sin: { f: sin, ...single },
  softplus: { f: softplus, ...single },
  sqrt: { f: sqrt, ...single, ...positive },
  square: { f: square, ...single },
  tanh: { f: tanh, ...single },
  add: { f: add, ...pairs },
  subtract: { f: subtract, ...pairs },
  multiply: { f: multiply, ...pairs },
  divide: { f: divide, ...pairs, ...positive, high: 3 },
  maximum: { f: maximum, ...pairs },
  minimum: { f: minimum, ...pairs },
  'sums with numbers': { f: (x) => [add(x, 2), add(2, x), subtract(x, 2), subtract(2, x)], ...single },
  'products with numbers': { f: (x) => [multiply(3, x), divide(x, 3), divide(3, x)], ...single, ...positive },
  'limits by numbers': {
    f: (x) => [maximum(x, 0.3), maximum(0.3, x), minimum(x, 0.3), minimum(0.3, x)],
    ...single,
  },
  broadcastTo: {
    f: (x) => broadcastTo(x, [2, 3, 4, 5]),
    shapes: '. | 5 | 3x1x1 | 1x3x1x5 | 2x3x4x5 | 2x1x4x1',
    large: '4x5',
  },
  sumTo: {
    f: (x) => sumTo(x, [3, 1]),
    shapes: '3x4 | 2x3x4 | 0x3x4 | 3x0',
    large: '9000x3x1 | 3x9000 | 70x3x65',
  },
  sum: {
    f: (x) => [sum(x), sum(x, 0), sum(x, -1, true)],
    shapes: '1 | 0 | 2x3 | 2x3x4 | 2x0',
    large: '9001 | 5000x7',
  },
  mean: {
    f: (x) => [mean(x), mean(x, 0), mean(x, -1, true)],
    shapes: '1 | 2x3 | 2x3x4',
    large: '9001 | 5000x7',
  },
  max: {
    f: (x) => [max(x), max(x, 0), max(x, -1, true)],
    shapes: '1 | 2x3 | 2x3x4',
    large: '9001 | 37x53 | 3x50x17',
  },
  softmax: { f: softmax, ...rows },
  logSoftmax: { f: logSoftmax, ...rows },
  matmul: {
    f: (a, b) => matmul(a, b),
    shapes: '1x1 1x1 | 2x3 3x4 | 0x3 3x2 | 2x0 0x3',
    large: '37x53 53x41 | 1x300 300x70 | 130x7 7x1',
  },
  'matmul transposed': {
    f: (a, b) => [matmul(a, b, { transposeA: true }), matmul(b, a, { transposeB: true, transposeA: true })],
    shapes: '1x1 1x1 | 3x3 3x3',
    large: '53x53 53x53',
  },
  'matmul both transposed': {
    f: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    shapes: '3x2 4x3',
    large: '37x53 41x37',
  },
  linear: {
    f: linear,
    shapes: '2x3 4x3 4 | 2x3 4x3 | 0x3 4x3 4 | 1x1 1x1 1',
    large: '37x53 41x53 41 | 1x64 70x64 70 | 5000x3 2x3 2',
  },
  reshape: { f: (x) => [reshape(x, [3, -1]), reshape(x, [x.size])], shapes: '2x3 | 6 | 3x0', large: '30x50' },
  slice: {
    f: (x) => [slice(x, 0, 1), slice(x, 1, -2, -1), slice(x, 0, 0, 0), slice(x, -1, 0, 1)],
    shapes: '3x2 | 2x4x3',
    large: '37x53 | 5x40x9',
  },
  concatenate: {
    f: (x, y) => [concatenate([x, y, x]), concatenate([y, y], 1), concatenate([x, x], -1)],
    shapes: '2x3 4x3 | 0x3 2x3 | 1x2x3 2x2x3',
    large: '37x53 3x53 | 8x5x17 1x5x17',
  },
  split: {
    f: (x) => {
      const [first, , last] = split(x, [1, 0, x.shape[1] - 1], 1);
      return [first, multiply(last, last)];
    },
    shapes: '2x3 | 0x3 | 2x3x2',
    large: '37x53 | 5x8x17',
  },
  stack: {
    f: (x, y) => [stack([x, y]), stack([y, x], -1)],
    shapes: '2x3 2x3 | . . | 0 0',
    large: '37x53 37x53',
  },
  transpose: { f: transpose, shapes: '2x3 | 1x1 | 0x3 | 5x1', large: '37x53 | 200x9' },
  gatherRows: {
    f: (x) => gatherRows(x, scattered(x, [3, 70], x.shape[0])),
    shapes: '3 | 3x2 | 4x2x2 | 3x0',
    large: '50 | 37x53 | 300x64',
  },
  scatterAddRows: {
    f: (x) => scatterAddRows(x, scattered(x, [x.shape[0]], 5), 5),
    shapes: '4 | 4x3 | 4x2x2',
    large: '500 | 200x17 | 300x64',
  },
  'poolRows sum': {
    f: (x) => poolRows(x, scattered(x, [x.shape[0]], 4), 6, 'sum'),
    shapes: '4 | 4x3',
    large: '500 | 200x17',
  },
  'poolRows mean': {
    f: (x) => poolRows(x, scattered(x, [x.shape[0]], 4), 6, 'mean'),
    shapes: '4 | 4x3',
    large: '500 | 200x17',
  },
  'poolRows max': {
    f: (x) => poolRows(x, scattered(x, [x.shape[0]], 4), 6, 'max'),
    shapes: '4 | 4x2x3',
    large: '500 | 200x17',
  },
  segmentSoftmax: {
    f: (x) => segmentSoftmax(x, owned(x, x.shape[0], 4), 6),
    shapes: '4 | 4x3',
    large: '500 | 200x17',
  },
  layerNorm: {
    f: (x, gain, bias) => layerNorm(x, { gain, bias }),
    shapes: '2x3 | 2x3 3 | 4 4 4 | 2x2x3 3 3 | 0x3 3 3',
    large: '37x53 | 300x17 17 17 | 5000x8 8 8 | 7x1003 1003 1003',
  },
  'layerNorm in groups': {
    f: (x, gain, bias) => layerNorm(x, { gain, bias, groups: 2 }),
    shapes: '2x6 6 6 | 8 8 8 | 2x2x8 8 8 | 0x6 6 6',
    large: '37x106 106 106 | 300x34 34 34',
  },
  'layerNorm without gain': {
    f: (x, bias) => layerNorm(x, { bias, epsilon: 0.1 }),
    shapes: '2x1 1 | 2x3 3',
    large: '37x53 53',
  },
  dropout: {
    f: (x) => dropout(x, 0.4, stream(3, 1)),
    shapes: '6 | 4x5 | 0x5 | 2x3x4',
    large: '1003 | 37x53',
  },
  custom: {
    f: (x) =>
      custom(
        [x],
        (a) => multiply(a, multiply(a, a)),
        (g) => [multiply(g, multiply(square(x), 3))],
      ),
    shapes: '2x3',
    large: '37x53',
  },
  checkpoint: {
    f: (x, w) => checkpoint(([a, b]) => [tanh(matmul(a, b)), square(a)], [x, w]),
    shapes: '2x3 3x2',
    large: '37x53 53x41',
    second: false,
  },
  meanSquared: { f: (x) => meanSquared(x, spread(x, x.shape)), ...single },
  meanAbsolute: { f: (x) => meanAbsolute(x, spread(x, x.shape)), ...single },
  huber: { f: (x) => huber(x, spread(x, x.shape), { delta: 0.6 }), ...single },
  'weighted sum': {
    f: (x) => meanSquared(x, spread(x, x.shape), { weights: spread(x, [3]), reduction: 'sum' }),
    shapes: '2x3',
    large: '500x3',
  },
  'weighted mean': {
    f: (x) => meanSquared(x, spread(x, x.shape), { weights: spread(x, [x.shape[0], 1]) }),
    shapes: '2x3',
    large: '37x53',
  },
  unreduced: { f: (x) => huber(x, spread(x, x.shape), { reduction: 'none' }), ...single },
  binaryCrossEntropy: { f: (x) => binaryCrossEntropy(x, sigmoid(spread(x, x.shape))), ...single },
  quantile: {
    f: (x) => quantile(x, spread(x, x.shape.slice(0, -1)), [0.1, 0.5, 0.9]),
    shapes: '3 | 4x3 | 0x3 | 2x2x3',
    large: '1003x3',
  },
  gaussian: {
    f: (a, b) => gaussian(a, b, spread(a, a.shape)),
    shapes: '4 4 | 0 0 | 2x3 2x3',
    large: '37x53 37x53',
  },
  gaussianMixture: {
    f: (a, b, c) => gaussianMixture(a, b, c, spread(a, a.shape.slice(0, -1))),
    shapes: '3 3 3 | 4x3 4x3 4x3 | 0x3 0x3 0x3 | 2x2x3 2x2x3 2x2x3',
    large: '203x3 203x3 203x3',
  },
  studentT: {
    f: (a, b, c) => studentT(a, b, c, spread(a, a.shape)),
    shapes: '4 4 4 | 0 0 0 | 2x3 2x3 2x3',
    large: '37x53 37x53 37x53',
    second: false,
  },
  negativeBinomial: {
    f: (a, b) => {
      const counts = Array.from({ length: a.size }, (_, k) => [0, 3, 17, 1, 0, 250][k % 6]);
      return negativeBinomial(a, b, numbers(a, counts, a.shape));
    },
    shapes: '6 6 | 0 0 | 2x3 2x3',
    large: '37x53 37x53',
    second: false,
  },
  expectedRisk: {
    f: (x) =>
      expectedRisk(x, spread(x, x.shape), { owners: owned(x, x.shape[0], 3), inputs: 4, sharpness: 0.6 }),
    shapes: '1 | 7',
    large: '500',
  },
  crossEntropy: {
    f: (x) => crossEntropy(x, scattered(x, [x.shape[0]], x.shape[1])),
    shapes: '4x3 | 4x5 | 3x1 | 0x4',
    large: '37x53 | 300x5 | 7x1003',
  },
  'crossEntropy with all options': {
    f: (x) =>
      crossEntropy(x, scattered(x, [x.shape[0]], x.shape[1]), {
        smoothing: 0.2,
        classWeights: add(abs(spread(x, [x.shape[1]])), 0.1),
        weights: abs(spread(x, [x.shape[0]])),
        reduction: 'mean',
      }),
    shapes: '4x3 | 2x1',
    large: '37x53 | 300x5',
  },
  crf: {
    f: (x, transitions, begin, end) => {
      const lengths = [Math.floor(x.shape[0] / 3), 0, x.shape[0] - Math.floor(x.shape[0] / 3)];
      const batch = ragged(x, Structure.of(lengths), 'packed');
      const labels = Array.from({ length: x.shape[0] }, (_, k) => (7 * k * k + k) % x.shape[1]);
      return crf(batch, { transitions, begin, end }, x.context.tensor(labels, [labels.length], 'int32'));
    },
    shapes: '5x3 3x3 3 3 | 1x2 2x2 2 2 | 4x1 1x1 1 1 | 0x3 3x3 3 3 | 6x4 4x4 4 4',
    large: '37x53 53x53 53 53 | 300x5 5x5 5 5',
    second: false,
  },
  ctc: {
    f: (x) => {
      const lengths = [Math.floor(x.shape[0] / 3), 0, x.shape[0] - Math.floor(x.shape[0] / 3)];
      const classes = x.shape[1];
      // Every label twice, so that paths need the blank between them.
      const labels = lengths.map((length) =>
        Array.from(
          { length: classes > 1 ? Math.floor(length / 2) : 0 },
          (_, k) => 1 + ((k >> 1) % (classes - 1)),
        ),
      );
      const batch = ragged(x, Structure.of(lengths), 'packed');
      return ctc(batch, fromArrays(x.context, labels, { features: 0 }));
    },
    shapes: '7x3 | 1x2 | 4x1 | 0x3 | 13x4',
    large: '37x53 | 300x5',
    second: false,
  },
  linearCrossEntropy: {
    f: (x, weight, bias) => linearCrossEntropy(x, weight, bias, scattered(x, [x.shape[0]], weight.shape[0])),
    shapes: '4x3 5x3 5 | 1x1 1x1 1 | 0x3 2x3 2 | 4x3 5x3 5',
    large: '37x13 53x13 53 | 300x5 70x5 70 | 7x70 1003x70 1003',
    second: false,
  },
  'linearCrossEntropy with all options': {
    f: (x, weight) =>
      linearCrossEntropy(x, weight, undefined, scattered(x, [x.shape[0]], weight.shape[0]), {
        smoothing: 0.2,
        classWeights: add(abs(spread(x, [weight.shape[0]])), 0.1),
        weights: abs(spread(x, [x.shape[0]])),
        reduction: 'sum',
      }),
    shapes: '4x3 5x3 | 2x1 3x1',
    large: '37x13 53x13 | 300x5 70x5',
    second: false,
  },
};
