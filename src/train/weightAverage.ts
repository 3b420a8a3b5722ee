import { approach } from '../kernels/approach.ts';
import type { Parameters } from '../nn/parameters.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkNumber } from '../support/checkNumber.ts';
import { operands } from '../tensor/operands.ts';
import { parameterVector } from './parameterVector.ts';
import { placesOf } from './places.ts';
import { restore, snapshot, type Weights } from './snapshot.ts';

/** An exponential moving average of parameters. `Symbol.dispose` gives its memory back at once. */
export interface WeightAverage extends Disposable {
  /** Updates done so far. */
  readonly updates: number;
  /** The averages, by the parameters' names. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Takes the present values in: to be called after each step of the optimizer. */
  update(): void;
  /** Takes back what `updates` and `state` were. Throws `bad-model`. */
  load(updates: number, weights: Weights): void;
}

/**
 * average += (1 - d) * (value - average) after each step (Polyak and Juditsky, "Acceleration of stochastic
 * approximation by averaging", 1992). Update number k = 1, 2, ... has d = min(decay, k / (k + 9)), so that the first
 * weights are soon forgotten. Throws `bad-argument`.
 */
export function weightAverage(parameters: Parameters, decay: number): WeightAverage {
  checkNumber('weightAverage', 'decay', decay, { least: 0, below: 1 });
  const tensors = Object.values(parameters);
  const context = operands('weightAverage', tensors);
  const { whole, parts: state } = parameterVector(context, parameters, 0);
  restore(state, snapshot(parameters));
  let updates = 0;
  return {
    get updates() {
      return updates;
    },
    state,
    update() {
      updates++;
      const weight = 1 - Math.min(decay, updates / (updates + 9));
      context.step(() => {
        context.run(approach, { ...placesOf(context, tensors, 'all'), average: whole.offset, weight });
      });
    },
    load(count, weights) {
      restore(state, weights);
      updates = count;
    },
    [Symbol.dispose]() {
      whole.dispose();
    },
  };
}

/** Runs `body` with the averages in the parameters, and puts the parameters' own values back after it. */
export async function withAverage<R>(
  parameters: Parameters,
  average: WeightAverage | undefined,
  body: () => R | Promise<R>,
): Promise<R> {
  if (average === undefined) return await body();
  const own = snapshot(parameters);
  restore(parameters, snapshot(average.state));
  try {
    return await body();
  } finally {
    restore(parameters, own);
  }
}
