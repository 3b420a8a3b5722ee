import type { Parameters } from '../../nn/parameters.ts';
import { fail } from '../../support/errors.ts';
import type { Context } from '../../tensor/context.ts';
import { operands } from '../../tensor/operands.ts';
import { formatShape, type Tensor } from '../../tensor/tensor.ts';
import { type Clipping, unclipped } from '../clip.ts';
import { parameterVector } from '../parameterVector.ts';
import { type Places, placesOf } from '../places.ts';

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
   * updated too: momentum and decay go on. The gradients count as `clipping` takes them (default: as they are), and
   * are left as they are.
   */
  step(rate: number, clipping?: Clipping): void;
  /** The moments, by `<moment>.<parameter>`, as `mean.weight`. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Takes back what `steps` and `state` were. Throws `bad-model` where names or sizes differ. */
  load(steps: number, state: Readonly<Record<string, ArrayLike<number>>>): void;
}

/** What the kernels of updates have in common: where parameters and gradients lie, and how gradients are clipped. */
export interface UpdatePlaces extends Places, Clipping {}

/** How one optimizer differs from another. */
export interface UpdateRule<Moment extends string> {
  readonly name: string;
  /** What is kept for every element of the parameters, and the value that each starts with. */
  readonly moments: Readonly<Record<Moment, number>>;
  /** Update number `step` (1, 2, ...) in one kernel call; the moments are given by their offsets. */
  readonly update: (
    context: Context,
    places: UpdatePlaces & Readonly<Record<Moment, number>>,
    step: number,
    rate: number,
  ) => void;
}

/**
 * An optimizer of an update rule. Its moments are float32 tensors of their parameters' shapes. Throws
 * `wrong-context`, and `bad-argument` where there are no parameters.
 */
export function makeOptimizer<Moment extends string>(
  parameters: Parameters,
  rule: UpdateRule<Moment>,
): Optimizer {
  const tensors = Object.values(parameters);
  const context = operands(rule.name, tensors);
  const moments = (Object.keys(rule.moments) as Moment[]).map((moment) => ({
    moment,
    ...parameterVector(context, parameters, rule.moments[moment]),
  }));
  const state: Record<string, Tensor> = {};
  for (const { moment, parts } of moments) {
    for (const [name, part] of Object.entries(parts)) state[`${moment}.${name}`] = part;
  }
  const offsets = { ...rule.moments } as Record<Moment, number>;
  let steps = 0;
  return {
    name: rule.name,
    get steps() {
      return steps;
    },
    state,
    step(rate, clipping = unclipped) {
      steps++;
      context.changes++;
      for (const { moment, whole } of moments) offsets[moment] = whole.offset;
      context.step(() => {
        const places = placesOf(context, tensors, 'with gradient');
        rule.update(context, { ...places, ...clipping, ...offsets }, steps, rate);
      });
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
      for (const { whole } of moments) whole.dispose();
    },
  };
}
