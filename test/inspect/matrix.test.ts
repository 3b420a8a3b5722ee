import { afterAll, describe, expect, it } from 'vitest';
import { referenceBackend } from '../../src/backend/reference.ts';
import { singularValues } from '../../src/inspect/matrix/singularValues.ts';
import { spectralRadius } from '../../src/inspect/matrix/spectralRadius.ts';
import { symmetricEigenvalues } from '../../src/inspect/matrix/symmetricEigenvalues.ts';
import { orthogonal } from '../../src/nn/initialise/orthogonal.ts';
import { stream, uniform } from '../../src/support/random.ts';
import { Context } from '../../src/tensor/context.ts';

const context = new Context(referenceBackend('float64'));
afterAll(() => context.close());

const radiusOf = (rows: readonly (readonly number[])[]): number =>
  context.step(() => spectralRadius(context.tensor(rows.flat(), [rows.length, rows.length])));

const product = (a: ArrayLike<number>, b: ArrayLike<number>, n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k] * b[k * n + (at % n)];
    return sum;
  });

const diagonal = (values: readonly number[]): Float64Array =>
  Float64Array.from({ length: values.length ** 2 }, (_, k) =>
    k % (values.length + 1) === 0 ? values[k % values.length] : 0,
  );

describe('the spectral radius', () => {
  it('of a pair of complex eigenvalues is their modulus, though the norm is greater', () => {
    // 0.9 (cos 1 ± i sin 1), seen through a shear.
    const [c, s] = [0.9 * Math.cos(1), 0.9 * Math.sin(1)];
    expect(
      radiusOf([
        [c + 3 * s, -s * 10],
        [s, c - 3 * s],
      ]),
    ).toBeCloseTo(0.9, 4);
  });

  it('of eigenvalues of one modulus and other signs, of a defective matrix, of a nilpotent one', () => {
    expect(
      radiusOf([
        [0, 1],
        [1, 0],
      ]),
    ).toBeCloseTo(1, 4);
    expect(
      radiusOf([
        [0.5, 1, 0],
        [0, 0.5, 1],
        [0, 0, 0.5],
      ]),
    ).toBeCloseTo(0.5, 3);
    expect(
      radiusOf([
        [0, 5, 7],
        [0, 0, 3],
        [0, 0, 0],
      ]),
    ).toBe(0);
    expect(radiusOf([[0]])).toBe(0);
    expect(radiusOf([[-2]])).toBeCloseTo(2, 12);
  });

  it('of an orthogonal matrix is 1, and it scales', () => {
    const n = 24;
    const values = orthogonal()(n, n, stream(3));
    expect(context.step(() => spectralRadius(context.tensor(values, [n, n])))).toBeCloseTo(1, 4);
    const small = Array.from(values, (value) => 1e-3 * value);
    expect(context.step(() => spectralRadius(context.tensor(small, [n, n])))).toBeCloseTo(1e-3, 7);
  });
});

describe('singular values', () => {
  it.each([1, 2, 3, 7, 30])('are those that a matrix of %d rows was made of', (n) => {
    const wanted = Array.from({ length: n }, (_, k) => 5 * 0.8 ** k);
    const left = orthogonal()(n, n, stream(1, n));
    const right = orthogonal()(n, n, stream(2, n));
    const found = singularValues(product(product(left, diagonal(wanted), n), right, n), n, n);
    found.forEach((value, k) => expect(value).toBeCloseTo(wanted[k], 5));
  });

  it('of other shapes are those of the transpose, with the norm of the matrix in all', () => {
    const values = Float64Array.from({ length: 15 }, (_, k) => uniform(stream(4), k) - 0.5);
    const turned = Float64Array.from({ length: 15 }, (_, at) => values[(at % 3) * 5 + Math.floor(at / 3)]);
    const [wide, high] = [singularValues(values, 3, 5), singularValues(turned, 5, 3)];
    expect(wide).toHaveLength(3);
    wide.forEach((value, k) => expect(value).toBeCloseTo(high[k], 12));
    expect(Math.hypot(...wide)).toBeCloseTo(Math.hypot(...values), 12);
  });
});

it.each([1, 2, 5, 64])('eigenvalues of second differences over %d points', (n) => {
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const apart = Math.abs(Math.floor(at / n) - (at % n));
    return apart === 0 ? 2 : apart === 1 ? -1 : 0;
  });
  const found = symmetricEigenvalues(matrix, n);
  found.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12));
});
