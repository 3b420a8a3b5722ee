import { describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import type { Parameters } from '../../src/nn/parameters.ts';
import { normal, stream } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';
import { clipByNorm, clipByValue } from '../../src/train/clip.ts';
import { gradientNorms } from '../../src/train/gradientNorms.ts';
import { disposeGradients, zeroGradients } from '../../src/train/gradients.ts';

function withGradients(gradients: Record<string, number[]>): Parameters {
  const context = new Context(referenceBackend('float64'));
  const entries = Object.entries(gradients).map(([name, values]) => {
    const parameter = context.parameter(new Float64Array(values.length), [values.length]);
    parameter.gradient = context.tensor(values);
    return [name, parameter] as const;
  });
  return Object.fromEntries(entries);
}

const gradientOf = (parameters: Parameters, name: string): number[] => [
  ...(parameters[name].gradient?.toArray() ?? []),
];

describe('gradientNorms', () => {
  it('is taken over all parameters', () => {
    const norms = gradientNorms(withGradients({ a: [3, 0], b: [0, -4], c: [12] }));
    expect(norms).toEqual({ total: 13, byName: { a: 3, b: 4, c: 12 } });
  });

  it('adds chunks in order', () => {
    const values = Array.from({ length: 10_000 }, (_, k) => normal(stream(1), k));
    const part = (from: number, to: number): number =>
      values.slice(from, to).reduce((sum, x) => sum + x * x, 0);
    const sum = part(0, 4096) + part(4096, 8192) + part(8192, 10_000);
    expect(gradientNorms(withGradients({ a: values })).total).toBe(Math.sqrt(sum));
  });

  it('is not finite where one element is not', () => {
    const { total, byName } = gradientNorms(withGradients({ a: [1], b: [2, Number.NaN], c: [Infinity] }));
    expect(total).toBeNaN();
    expect(byName.a).toBe(1);
    expect(byName.b).toBeNaN();
    expect(byName.c).toBe(Infinity);
  });

  it('counts a parameter without a gradient as zero', () => {
    const parameters = withGradients({ a: [3], b: [4] });
    parameters.b.gradient = undefined;
    expect(gradientNorms(parameters)).toEqual({ total: 3, byName: { a: 3, b: 0 } });
  });
});

describe('clipping', () => {
  it('by norm keeps the direction over all parameters', () => {
    const parameters = withGradients({ a: [3, 0], b: [0, -4] });
    expect(clipByNorm(parameters, 2)).toBe(5);
    const factor = 2 / (5 + 1e-6);
    expect(gradientOf(parameters, 'a')).toEqual([3 * factor, 0]);
    expect(gradientOf(parameters, 'b')).toEqual([0, -4 * factor]);
  });

  it('by norm leaves alone what is short enough', () => {
    const parameters = withGradients({ a: [3, 0], b: [0, -4] });
    expect(clipByNorm(parameters, 5.1)).toBe(5);
    expect(gradientOf(parameters, 'b')).toEqual([0, -4]);
  });

  it('by value limits each element', () => {
    const parameters = withGradients({ a: [3, -0.5], b: [-4] });
    clipByValue(parameters, 1);
    expect(gradientOf(parameters, 'a')).toEqual([1, -0.5]);
    expect(gradientOf(parameters, 'b')).toEqual([-1]);
  });
});

it('zeroes gradients, makes missing ones, and gives all back', () => {
  const parameters = withGradients({ a: [3, 1], b: [4] });
  const { heap } = parameters.a.context;
  const used = heap.used;
  parameters.b.gradient?.dispose();
  parameters.b.gradient = undefined;
  zeroGradients(parameters);
  expect(gradientOf(parameters, 'a')).toEqual([0, 0]);
  expect(gradientOf(parameters, 'b')).toEqual([0]);
  expect(heap.used).toBe(used);
  disposeGradients(parameters);
  expect(parameters.a.gradient).toBeUndefined();
  expect(heap.used).toBe(used - 32);
});
