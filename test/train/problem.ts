import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import type { Pass } from '../../src/nn/pass.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { affine } from '../../src/tensor/operations/affine.ts';
import { matmul } from '../../src/tensor/operations/matmul.ts';
import { subtract } from '../../src/tensor/operations/subtract.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { BatchLoss, TrainOptions } from '../../src/train/trainOptions.ts';
import { constant } from '../../src/train/schedules/constant.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import { shuffledBatches } from '../../src/train/shuffledBatches.ts';

/** A small regression to train on: y = tanh(x A) b with 12 examples of 3 features, and 4 hidden units. */
export interface Problem {
  readonly context: Context;
  readonly parameters: Parameters;
  readonly loss: (batch: ArrayLike<number>, pass: Pass) => BatchLoss;
  /** The mean loss over all examples. */
  readonly total: () => number;
}

export const EXAMPLES = 12;

const numbers = (place: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => normal(stream(7, place), k));

export function makeProblem(precision: 'float32' | 'float64' = 'float32'): Problem {
  const context = new Context(referenceBackend(precision));
  const x = numbers(0, EXAMPLES * 3);
  const y = Array.from({ length: EXAMPLES }, (_, k) => Math.sin(x[3 * k]) + x[3 * k + 1] * x[3 * k + 2]);
  const parameters = {
    hidden: context.parameter(numbers(1, 12), [3, 4]),
    output: context.parameter(numbers(2, 4), [4, 1]),
  };
  const loss = (batch: ArrayLike<number>): BatchLoss => {
    const rows = Array.from(batch);
    const inputs = context.tensor(
      rows.flatMap((k) => x.slice(3 * k, 3 * k + 3)),
      [rows.length, 3],
    );
    const targets = context.tensor(
      rows.map((k) => y[k]),
      [rows.length, 1],
    );
    return {
      loss: meanOfSquares(
        subtract(matmul(tanh(matmul(inputs, parameters.hidden)), parameters.output), targets),
      ),
      tokens: rows.length,
    };
  };
  const every = Array.from({ length: EXAMPLES }, (_, k) => k);
  return { context, parameters, loss, total: () => context.step(() => loss(every).loss.item()) };
}

/** The mean of the squares of a column. */
export function meanOfSquares(column: Tensor): Tensor {
  return affine(matmul(column, column, { transposeA: true }), 1 / column.size, 0);
}

/** Options that train a problem in 3 batches of 4 an epoch. */
export function problemOptions(problem: Problem): TrainOptions<Uint32Array> {
  const { context, parameters, loss } = problem;
  return {
    context,
    parameters,
    loss,
    batches: shuffledBatches({ count: EXAMPLES, size: 4, seed: 1 }),
    optimizer: sgd(parameters, { momentum: 0.9 }),
    schedule: constant(0.02),
    budget: { epochs: 4 },
    seed: 1,
  };
}
