import type { Parameters } from '../../nn/parameters.ts';
import { fail } from '../../support/errors.ts';
import { formatShape, type Tensor } from '../../tensor/tensor.ts';

/**
 * Changes parameters by their gradients. `Symbol.dispose` gives its memory back at once (`using optimizer = ...`);
 * else that happens when it is unreachable.
 */
export interface Optimizer extends Disposable {
  readonly name: string;
  /** Updates done so far. */
  readonly steps: number;
  /**
   * One update at this learning rate, of every parameter that has a gradient. A parameter whose gradient is zero is
   * updated too: momentum and decay go on.
   */
  step(rate: number): void;
  /** The moments, by `<moment>.<parameter>`, as `mean.weight`. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Takes back what `steps` and `state` were. Throws `bad-model` where names or sizes differ. */
  load(steps: number, state: Readonly<Record<string, ArrayLike<number>>>): void;
}

/** Offsets of one parameter in the heap. */
export interface Place<Moment extends string> {
  readonly parameter: Tensor;
  readonly value: number;
  readonly gradient: number;
  readonly n: number;
  readonly moments: Readonly<Record<Moment, number>>;
}

/** How one optimizer differs from another. */
export interface UpdateRule<Moment extends string> {
  readonly name: string;
  /** Every parameter's buffers, and the value that each starts with. */
  readonly moments: Readonly<Record<Moment, number>>;
  /** Update number `step` (1, 2, ...) of one parameter. */
  readonly update: (place: Place<Moment>, step: number, rate: number) => void;
}

/** An optimizer of an update rule. Its moments are float32 tensors of their parameters' shapes. */
export function makeOptimizer<Moment extends string>(
  parameters: Parameters,
  rule: UpdateRule<Moment>,
): Optimizer {
  const moments = Object.keys(rule.moments) as Moment[];
  const key = (moment: Moment, parameter: string): string => `${moment}.${parameter}`;
  const buffers = new Map<string, Tensor>();
  for (const moment of moments) {
    for (const [name, { context, shape }] of Object.entries(parameters)) {
      const buffer = context.outside(() => context.full(shape, rule.moments[moment]));
      buffers.set(key(moment, name), buffer);
    }
  }
  const state = Object.fromEntries(buffers);
  let steps = 0;
  return {
    name: rule.name,
    get steps() {
      return steps;
    },
    state,
    step(rate) {
      steps++;
      for (const [name, parameter] of Object.entries(parameters)) {
        const { gradient } = parameter;
        if (gradient === undefined) continue;
        parameter.context.changes++;
        const offsets = moments.map((moment) => [moment, state[key(moment, name)].offset]);
        rule.update(
          {
            parameter,
            value: parameter.offset,
            gradient: gradient.offset,
            n: parameter.size,
            moments: Object.fromEntries(offsets) as Record<Moment, number>,
          },
          steps,
          rate,
        );
      }
    },
    load(count, saved) {
      for (const [name, tensor] of Object.entries(state)) {
        const values = saved[name];
        if (values?.length === tensor.size) continue;
        const found = values === undefined ? 'is missing' : `has ${values.length} numbers`;
        fail(
          'bad-model',
          `${rule.name} state`,
          `"${name}" ${found}, its parameter has shape ${formatShape(tensor.shape)}`,
          'Resume with the same model and optimizer, or train anew',
        );
      }
      for (const [name, tensor] of Object.entries(state)) tensor.set(saved[name]);
      steps = count;
    },
    [Symbol.dispose]() {
      for (const tensor of Object.values(state)) tensor.dispose();
    },
  };
}
