import { expect, test } from 'vitest';
import { digamma, logGamma, trigamma } from '../../src/kernels/gamma.ts';

const euler = 0.5772156649015329;

test('log-gamma, digamma and trigamma at known points', () => {
  let factorial = 0;
  for (let n = 1; n <= 30; n++) {
    expect(logGamma(n)).toBeCloseTo(factorial, 11);
    factorial += Math.log(n);
  }
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  expect(digamma(1)).toBeCloseTo(-euler, 13);
  expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.log(2), 13);
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 12);
});

test('the recurrences hold from small to large arguments', () => {
  for (const x of [1e-3, 0.2, 1.7, 9.5, 10.5, 123.4, 1e6]) {
    expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), x > 1e5 ? 7 : 10);
    expect((digamma(x + 1) - digamma(x)) * x).toBeCloseTo(1, x > 1e5 ? 6 : 9);
    expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, x > 1e5 ? 3 : 8);
  }
});
