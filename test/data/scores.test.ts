import { expect, test } from 'vitest';
import { coverage, pinballLoss } from '../../src/data/score/intervalScores.ts';
import { naiveForecast } from '../../src/data/score/naiveForecast.ts';
import {
  meanAbsoluteError,
  rootMeanSquaredError,
  symmetricPercentageError,
} from '../../src/data/score/pointScores.ts';
import { scaledError, seasonalNaiveScale } from '../../src/data/score/scaledError.ts';

const { NaN: none } = Number;

test('point scores, by hand; what was not observed does not count', () => {
  const actual = [10, 0, none, 4];
  const forecast = [8, 0, 100, 8];
  expect(meanAbsoluteError(actual, forecast)).toBe(2);
  expect(rootMeanSquaredError(actual, forecast)).toBeCloseTo(Math.sqrt(20 / 3), 12);
  expect(symmetricPercentageError(actual, forecast)).toBeCloseTo((200 * (2 / 18 + 4 / 12)) / 3, 12);
  expect(symmetricPercentageError([5], [-5])).toBe(200);
  expect(meanAbsoluteError([none], [1])).toBeNaN();
});

test('the scaled error is relative to the seasonal naive method in the training part', () => {
  const training = [1, 5, 2, 7, none, 6];
  expect(seasonalNaiveScale(training, 2)).toBeCloseTo((1 + 2 + 1) / 3, 12);
  expect(seasonalNaiveScale([1, 4, 2], 12)).toBe(2.5);
  expect(scaledError([3, 8], [2, 6], seasonalNaiveScale(training, 2))).toBeCloseTo(1.5 / (4 / 3), 12);
  expect(scaledError([3], [2], seasonalNaiveScale([5, 5, 5], 1))).toBeNaN();
  // One step ahead in the training part the naive method itself scores 1.
  const walk = [3, 8, 1, 9, 4];
  expect(scaledError(walk.slice(1), walk.slice(0, -1), seasonalNaiveScale(walk, 1))).toBe(1);
});

test('intervals', () => {
  expect(coverage([1, 2, 3, none, 5], [0, 2, 4, 0, 0], [2, 2, 5, 0, 4])).toBe(0.5);
  expect(pinballLoss([10, 10], [8, 13], 0.9)).toBeCloseTo((0.9 * 2 + 0.1 * 3) / 2, 12);
  expect(pinballLoss([10, 10, none], [8, 13, 0], 0.5)).toBe(2.5 / 2);
});

test('naive forecasts repeat the last value or season', () => {
  const history = [1, 2, 3, 4, 5, 6, 7];
  expect(Array.from(naiveForecast(history, 3))).toEqual([7, 7, 7]);
  expect(Array.from(naiveForecast(history, 8, 3))).toEqual([5, 6, 7, 5, 6, 7, 5, 6]);
  expect(Array.from(naiveForecast([1, 2], 3, 12))).toEqual([1, 2, 1]);
  expect(Array.from(naiveForecast([1, 2, 3, none, 5, none], 3, 3))).toEqual([1, 5, 3]);
  expect(Array.from(naiveForecast([none, 2, none], 2, 1))).toEqual([2, 2]);
  expect(() => naiveForecast([none], 2)).toThrow('naiveForecast: the history has no values');
});
