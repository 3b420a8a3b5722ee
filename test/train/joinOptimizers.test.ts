import { expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { Context } from '../../src/tensor/context.ts';
import { adagrad } from '../../src/train/optimizers/adagrad.ts';
import { joinOptimizers } from '../../src/train/optimizers/joinOptimizers.ts';
import type { Optimizer } from '../../src/train/optimizers/optimizer.ts';

/** Two parameters, and what is left of them after three steps that the optimizer goes, beginning with `from`. */
function trained(make: (a: Optimizer, b: Optimizer) => Optimizer, from?: Optimizer) {
  const context = new Context(referenceBackend('float64'));
  const a = context.parameter([1, 2], [2]);
  const b = context.parameter([3], [1]);
  const optimizer = make(adagrad({ a }, { weightDecay: 0.1 }), adagrad({ b }));
  if (from)
    optimizer.load(
      from.steps,
      Object.fromEntries(Object.entries(from.state).map(([name, sum]) => [name, sum.toArray()])),
    );
  for (let step = 0; step < 3; step++) {
    a.gradient = context.tensor([step, 1], [2]);
    b.gradient = context.tensor([0.5], [1]);
    optimizer.step(0.1);
  }
  return { optimizer, values: [...a.toArray(), ...b.toArray()] };
}

const joined = (a: Optimizer, b: Optimizer): Optimizer =>
  joinOptimizers([
    { optimizer: a, share: 1 },
    { optimizer: b, share: 5 },
  ]);

it('steps each part at its share of the rate, and keeps the state of all', () => {
  const apart = trained((a, b) => ({
    ...a,
    step: (rate) => {
      a.step(rate);
      b.step(5 * rate);
    },
  }));
  const { optimizer, values } = trained(joined);
  expect(values).toEqual(apart.values);
  expect(values[2]).not.toBe(3);
  expect(optimizer.steps).toBe(3);
  expect(Object.keys(optimizer.state)).toEqual(['sum.a', 'sum.b']);
  const further = trained(joined, optimizer);
  expect(further.optimizer.steps).toBe(6);
  expect(further.optimizer.state['sum.b'].toArray()).toEqual(Float64Array.of(6 * 0.25));
});
