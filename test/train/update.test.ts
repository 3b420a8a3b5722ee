import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { clipByNorm, clipByValue, clippingOf } from '../../src/train/clip.ts';
import { gradientNorm, gradientNorms } from '../../src/train/gradientNorms.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { adamw } from '../../src/train/optimizers/adamw.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';
import { snapshot } from '../../src/train/snapshot.ts';
import { weightAverage } from '../../src/train/weightAverage.ts';

/** A context that notes the kernels that run. */
function counting(): { context: Context; calls: string[] } {
  const calls: string[] = [];
  const context = new Context(referenceBackend());
  const run = context.run.bind(context);
  context.run = (kernel, args) => {
    calls.push(kernel.name);
    run(kernel, args);
  };
  return { context, calls };
}

const values = (place: number, size: number): number[] =>
  Array.from({ length: size }, (_, k) => normal(stream(5, place), k));

/** Parameters of some sizes with gradients, both scattered over the heap. */
function made(context: Context, sizes: readonly number[]): Parameters {
  return Object.fromEntries(
    sizes.map((size, k) => {
      context.zeros([size + 3]);
      const parameter = context.parameter(values(k, size), [size]);
      context.zeros([k]);
      parameter.gradient = context.tensor(values(100 + k, size));
      return [`p${k}`, parameter];
    }),
  );
}

describe('an update', () => {
  it.each([[[5]], [[5, 1, 4097, 16, 9000]], [Array.from({ length: 40 }, (_, k) => k)]])(
    'of parameters of %j elements is a kernel call each for norm, step and average',
    (sizes) => {
      const { context, calls } = counting();
      const parameters = made(context, sizes);
      const optimizer = adam(parameters);
      const average = weightAverage(parameters, 0.9);
      calls.length = 0;
      optimizer.step(0.1, clippingOf({ norm: 1, value: 0.01 }, gradientNorm(parameters)));
      average.update();
      expect(calls).toEqual(['sumOfSquares', 'adamStep', 'approach']);
    },
  );

  it.each([{ norm: 0.5 }, { value: 0.3 }, { norm: 2, value: 0.1 }, { norm: 1e9 }, {}])(
    'that clips %j on its way changes the weights as one after clipping does',
    (limits) => {
      const ends = [true, false].map((onTheWay) => {
        const context = new Context(referenceBackend('float64'));
        const parameters = made(context, [3, 20]);
        const optimizer = adamw(parameters);
        const { total } = gradientNorms(parameters);
        const before = parameters.p1.gradient!.toArray();
        if (onTheWay) {
          optimizer.step(0.1, clippingOf(limits, total));
          expect(parameters.p1.gradient!.toArray()).toEqual(before);
        } else {
          if (limits.norm !== undefined) clipByNorm(parameters, limits.norm, total);
          if (limits.value !== undefined) clipByValue(parameters, limits.value);
          optimizer.step(0.1);
        }
        return snapshot({ ...parameters, ...optimizer.state });
      });
      expect(ends[0]).toEqual(ends[1]);
    },
  );

  it('leaves out a parameter without a gradient, and its moments', () => {
    const context = new Context(referenceBackend());
    const parameters = made(context, [7, 5000, 9]);
    parameters.p1.gradient = undefined;
    const optimizer = sgd(parameters, { momentum: 0.9, weightDecay: 0.1 });
    const before = snapshot(parameters);
    optimizer.step(0.1);
    const after = snapshot(parameters);
    expect(after.p1).toEqual(before.p1);
    expect(optimizer.state['momentum.p1'].toArray().every((value) => value === 0)).toBe(true);
    for (const name of ['p0', 'p2']) {
      expect(after[name].every((value, k) => value !== before[name][k])).toBe(true);
      expect(optimizer.state[`momentum.${name}`].toArray().every((value) => value !== 0)).toBe(true);
    }
  });

  it('of parameters of two contexts is refused', () => {
    const [one, other] = [new Context(referenceBackend()), new Context(referenceBackend())];
    const parameters = { a: one.parameter([1], [1]), b: other.parameter([1], [1]) };
    expect(() => adam(parameters)).toThrow(expect.objectContaining({ code: 'wrong-context' }));
  });

  it('of nothing is refused', () => {
    expect(() => sgd({})).toThrow(/sgd: there is no tensor/);
    expect(gradientNorms({})).toEqual({ total: 0, byName: {} });
  });
});
