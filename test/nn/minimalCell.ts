import { type Cell, noNoise } from '../../src/nn/cells/cell.ts';
import { normal, stream } from '../../src/support/random.ts';
import type { Context } from '../../src/tensor/context.ts';
import { add } from '../../src/tensor/operations/add.ts';
import { linear } from '../../src/tensor/operations/linear.ts';
import { multiply } from '../../src/tensor/operations/multiply.ts';
import { sigmoid } from '../../src/tensor/operations/sigmoid.ts';
import { subtract } from '../../src/tensor/operations/subtract.ts';
import { tanh } from '../../src/tensor/operations/tanh.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

/** A user's own cell: a minimal gated unit (Zhou et al., 2016), f = s(W_f x + U_f h), h' = (1-f) h + f tanh(W x + U (f h)). */
export function minimalCell(context: Context, input: number, hidden: number): Cell {
  const random = (size: number, seed: number): Float32Array =>
    Float32Array.from({ length: size }, (_, unit) => normal(stream(seed), unit));
  const weight = (rows: number, columns: number, seed: number): Tensor =>
    context.parameter(
      random(rows * columns, seed).map((value) => value / Math.sqrt(columns)),
      [rows, columns],
    );
  const parameters = {
    weight_f: weight(hidden, input, 1),
    recurrent_f: weight(hidden, hidden, 2),
    weight_h: weight(hidden, input, 3),
    recurrent_h: weight(hidden, hidden, 4),
  };
  return {
    kind: 'minimal',
    inputSize: input,
    stateSizes: { h: hidden },
    parameters,
    noise: noNoise,
    project: (x) => x,
    step(x, { h }) {
      const f = sigmoid(add(linear(x, parameters.weight_f), linear(h, parameters.recurrent_f)));
      const candidate = tanh(
        add(linear(x, parameters.weight_h), linear(multiply(f, h), parameters.recurrent_h)),
      );
      return { state: { h: add(h, multiply(f, subtract(candidate, h))) }, gates: { f } };
    },
  };
}
