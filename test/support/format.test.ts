import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatList,
  formatNumber,
  formatRate,
  formatSeconds,
} from '../../src/support/format.ts';

test.each([
  [0, '0'],
  [1.23456, '1.235'],
  [-12.3456, '-12.35'],
  [123.456, '123.5'],
  [999.96, '1,000'],
  [12_345.6, '12,346'],
  [0.00123456, '0.001235'],
  [0.0000123, '1.23e-5'],
  [2e12, '2.00e+12'],
  [Number.NaN, 'not a number'],
  [Number.POSITIVE_INFINITY, 'infinite'],
])('the number %d is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  [0.4, '0.4 s'],
  [9.97, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [185, '3 min 5 s'],
  [3599.7, '1 h'],
  [7800, '2 h 10 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0.123, '0.12'],
  [8.14, '8.1'],
  [9.97, '10'],
  [350.4, '350'],
  [999.7, '1.0k'],
  [12_345, '12k'],
  [999_600, '1.0M'],
  [3_400_000, '3.4M'],
])('a rate of %d is %s', (value, text) => {
  expect(formatRate(value)).toBe(text);
});

test('counts, bytes and lists', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect([999, 4100, 12_300_000, 999_900].map(formatBytes)).toEqual([
    '999 bytes',
    '4.1 KB',
    '12 MB',
    '1.0 MB',
  ]);
  expect(formatList(['a'], 'or')).toBe('a');
  expect(formatList(['a', 'b', 'c'], 'and')).toBe('a, b and c');
});
