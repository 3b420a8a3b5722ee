import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { adagrad } from '../../src/train/optimizers/adagrad.ts';
import { adam } from '../../src/train/optimizers/adam.ts';
import { adamw } from '../../src/train/optimizers/adamw.ts';
import type { Optimizer } from '../../src/train/optimizers/optimizer.ts';
import { rmsprop } from '../../src/train/optimizers/rmsprop.ts';
import { sgd } from '../../src/train/optimizers/sgd.ts';

const RATE = 0.1;
const STEPS = 7;
const START = 1.5;

/** The gradient of step t = 1, 2, ...: recorded numbers, so that an error does not hide in the feedback. */
const gradientAt = (t: number): number => normal(stream(3), t);

/** One element by the formulas of PyTorch's documentation; the state is what `rule` keeps in its closure. */
function expected(rule: (value: number, g: number, t: number) => number): number[] {
  const values: number[] = [];
  let value = START;
  for (let t = 1; t <= STEPS; t++) {
    value = rule(value, gradientAt(t), t);
    values.push(value);
  }
  return values;
}

function trained(make: (parameters: Parameters) => Optimizer): number[] {
  const context = new Context(referenceBackend('float64'));
  const weight = context.parameter([0, START], [2]);
  const optimizer = make({ weight });
  weight.gradient = context.zeros([2]);
  const values: number[] = [];
  for (let t = 1; t <= STEPS; t++) {
    weight.gradient.set([0, gradientAt(t)]);
    optimizer.step(RATE);
    const [zero, value] = weight.toArray();
    expect(zero).toBe(0);
    values.push(value);
  }
  return values;
}

function close(actual: number[], wanted: number[]): void {
  actual.forEach((value, k) => expect(value).toBeCloseTo(wanted[k], 13));
}

describe('sgd', () => {
  it('plain, with L2 penalty', () => {
    close(
      trained((p) => sgd(p)),
      expected((w, g) => w - RATE * g),
    );
    close(
      trained((p) => sgd(p, { weightDecay: 0.2 })),
      expected((w, g) => w - RATE * (g + 0.2 * w)),
    );
  });

  it('momentum and Nesterov', () => {
    let b = 0;
    const momentum = expected((w, g) => {
      b = 0.9 * b + g + 0.2 * w;
      return w - RATE * b;
    });
    close(
      trained((p) => sgd(p, { momentum: 0.9, weightDecay: 0.2 })),
      momentum,
    );
    b = 0;
    const nesterov = expected((w, g) => {
      b = 0.9 * b + g;
      return w - RATE * (g + 0.9 * b);
    });
    close(
      trained((p) => sgd(p, { momentum: 0.9, nesterov: true })),
      nesterov,
    );
  });
});

describe('adam and adamw', () => {
  function formula(decay: number, decoupled: boolean): number[] {
    let m = 0;
    let v = 0;
    return expected((w, given, t) => {
      const g = decoupled ? given : given + decay * w;
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g ** 2;
      const step = (RATE * (m / (1 - 0.8 ** t))) / (Math.sqrt(v / (1 - 0.95 ** t)) + 1e-3);
      return (decoupled ? w - RATE * decay * w : w) - step;
    });
  }
  const options = { beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };

  it('bias-corrected moments', () =>
    close(
      trained((p) => adam(p, options)),
      formula(0, false),
    ));
  it('coupled decay', () =>
    close(
      trained((p) => adam(p, { ...options, weightDecay: 0.3 })),
      formula(0.3, false),
    ));
  it('decoupled decay', () =>
    close(
      trained((p) => adamw(p, { ...options, weightDecay: 0.3 })),
      formula(0.3, true),
    ));
  it('adamw decays by 0.01 unless told', () =>
    close(
      trained((p) => adamw(p, options)),
      formula(0.01, true),
    ));

  it('the first step has the length of the rate, whatever the gradient', () => {
    expect(trained((p) => adam(p))[0]).toBeCloseTo(START - RATE * Math.sign(gradientAt(1)), 6);
  });
});

describe('rmsprop', () => {
  function formula(alpha: number, momentum: number, centered: boolean): number[] {
    let v = 0;
    let mean = 0;
    let b = 0;
    return expected((w, given) => {
      const g = given + 0.1 * w;
      v = alpha * v + (1 - alpha) * g * g;
      mean = alpha * mean + (1 - alpha) * g;
      const root = Math.sqrt(centered ? v - mean * mean : v) + 1e-4;
      b = momentum * b + g / root;
      return w - RATE * (momentum > 0 ? b : g / root);
    });
  }

  for (const momentum of [0, 0.7]) {
    for (const centered of [false, true]) {
      it(`momentum ${momentum}, centered ${centered}`, () => {
        const options = { alpha: 0.9, epsilon: 1e-4, weightDecay: 0.1, momentum, centered };
        close(
          trained((p) => rmsprop(p, options)),
          formula(0.9, momentum, centered),
        );
      });
    }
  }
});

describe('adagrad', () => {
  it('sums squares, and slows down', () => {
    let sum = 0.5;
    const wanted = expected((w, given, t) => {
      const g = given + 0.1 * w;
      sum += g * g;
      return w - (RATE / (1 + (t - 1) * 0.3)) * (g / (Math.sqrt(sum) + 1e-10));
    });
    close(
      trained((p) => adagrad(p, { start: 0.5, rateDecay: 0.3, weightDecay: 0.1 })),
      wanted,
    );
  });
});

const makers: Record<string, (parameters: Parameters) => Optimizer> = {
  sgd: (p) => sgd(p, { momentum: 0.9 }),
  adam: (p) => adam(p),
  adamw: (p) => adamw(p),
  rmsprop: (p) => rmsprop(p, { centered: true, momentum: 0.5 }),
  adagrad: (p) => adagrad(p),
};

describe.each(Object.entries(makers))('%s', (name, make) => {
  it('goes on from its state, in another context, with the same bits', () => {
    const first = new Context(referenceBackend());
    const second = new Context(referenceBackend());
    const step = (context: Context, weight: Parameters[string], optimizer: Optimizer, t: number): void => {
      weight.gradient ??= context.zeros([3]);
      weight.gradient.set([gradientAt(t), 2, -1]);
      optimizer.step(RATE);
    };
    const weight = first.parameter([1, 2, 3], [3]);
    const optimizer = make({ weight });
    for (let t = 1; t <= 3; t++) step(first, weight, optimizer, t);
    const copy = second.parameter(weight.toArray(), [3]);
    const resumed = make({ weight: copy });
    const state = Object.entries(optimizer.state).map(([key, tensor]) => [key, tensor.toArray()] as const);
    resumed.load(optimizer.steps, Object.fromEntries(state));
    for (let t = 4; t <= 6; t++) {
      step(first, weight, optimizer, t);
      step(second, copy, resumed, t);
    }
    expect(copy.toArray()).toEqual(weight.toArray());
    expect(resumed.steps).toBe(6);
    expect(resumed.name).toBe(name);
  });

  it('refuses the state of another model, and gives its memory back', () => {
    const context = new Context(referenceBackend());
    const weight = context.parameter([1, 2, 3], [3]);
    const used = context.heap.used;
    {
      using optimizer = make({ weight });
      expect(() => optimizer.load(1, {})).toThrow(/".*\.weight" is missing, its parameter has shape \[3\]/);
    }
    expect(context.heap.used).toBe(used);
  });
});

it('names the setting that is not allowed', () => {
  const context = new Context(referenceBackend());
  const parameters = { weight: context.parameter([1], [1]) };
  expect(() => sgd(parameters, { momentum: 1 })).toThrow(
    'sgd: momentum is 1. Give a number of at least 0 below 1',
  );
  expect(() => sgd(parameters, { nesterov: true })).toThrow('nesterov without momentum');
  expect(() => adam(parameters, { beta2: Number.NaN })).toThrow('adam: beta2 is NaN');
  expect(() => adamw(parameters, { weightDecay: -1 })).toThrow('adamw: weightDecay is -1');
  expect(() => rmsprop(parameters, { epsilon: 0 })).toThrow('rmsprop: epsilon is 0');
  expect(() => adagrad(parameters, { rateDecay: -1 })).toThrow('adagrad: rateDecay is -1');
});
