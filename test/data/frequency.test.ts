import { describe, expect, test } from 'vitest';
import { formatTime } from '../../src/data/time/formatTime.ts';
import { frequencyName, seasonalPeriod } from '../../src/data/time/frequency.ts';
import { futureTimes } from '../../src/data/time/futureTimes.ts';
import { inferFrequency } from '../../src/data/time/inferFrequency.ts';
import { parseTimes } from '../../src/data/time/parseTimes.ts';

const axis = (...cells: string[]) =>
  parseTimes({ name: 'date', cells, lines: cells.map((_, k) => k + 1), where: 'a.csv' }).values;

describe.each([
  ['yearly', 1, ['1749', '1750', '1751'], '1752'],
  ['quarterly', 4, ['1990-Q1', '1990-Q2', '1990-Q4'], '1991-01'],
  ['monthly', 12, ['1949-10', '1949-11'], '1949-12'],
  ['monthly', 12, ['2020-01-31', '2020-02-29', '2020-03-31'], '2020-04-30'],
  ['every 2 months', 6, ['1949-01', '1949-03'], '1949-05'],
  ['weekly', 52, ['2020-01-05', '2020-01-12'], '2020-01-19'],
  ['daily', 7, ['1981-12-30', '1981-12-31'], '1982-01-01'],
  [
    'daily on weekdays',
    5,
    ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2020-01-08', '2020-01-09', '2020-01-10'],
    '2020-01-13',
  ],
  ['hourly', 24, ['2016-07-01 22:00', '2016-07-01 23:00'], '2016-07-02 00:00'],
  ['every 15 minutes', 96, ['2016-07-01 22:00', '2016-07-01 22:15'], '2016-07-01 22:30'],
  ['every minute', 1440, ['2016-07-01 22:00', '2016-07-01 22:01'], '2016-07-01 22:02'],
  ['every second', 3600, ['2016-07-01 22:00:00', '2016-07-01 22:00:01'], '2016-07-01 22:00:02'],
  ['daily', 7, ['2020-02-01', '2020-02-02', '2020-02-04', '2020-02-05'], '2020-02-06'],
  ['irregular', 1, ['2020-01-01', '2020-01-05', '2020-01-06', '2020-01-18'], '2020-01-22'],
])('%s', (name, period, cells, next) => {
  const times = axis(...cells);
  const frequency = inferFrequency([times], 'calendar');

  test(`is found in ${cells.join(', ')}`, () => {
    expect(frequencyName(frequency)).toBe(name);
    expect(seasonalPeriod(frequency)).toBe(period);
  });

  test('goes on and can be written and read again', () => {
    const future = futureTimes(times[times.length - 1], frequency, 40);
    expect(formatTime(future[0], frequency)).toBe(next);
    const written = Array.from(future, (time) => formatTime(time, frequency));
    expect(Array.from(axis(...written))).toEqual(Array.from(future));
    expect(inferFrequency([future], 'calendar').every).toBe(frequency.every);
  });
});

test('whole numbers are steps', () => {
  const frequency = inferFrequency([Float64Array.of(0, 5, 15, 20)], 'step');
  expect(frequency).toEqual({ unit: 'step', every: 5, regular: true });
  expect(Array.from(futureTimes(20, frequency, 2))).toEqual([25, 30]);
  expect(formatTime(25, frequency)).toBe('25');
  expect(inferFrequency([Float64Array.of(0, 5, 7, 8.5)], 'step').regular).toBe(false);
});

test('a grid with hardly any step in it is irregular', () => {
  expect(inferFrequency([Float64Array.of(0, 1, 2, 1000)], 'step').regular).toBe(false);
});

test('is shared by several axes', () => {
  const frequency = inferFrequency(
    [axis('2020-01', '2020-02'), axis('2020-05'), axis('2019-01', '2019-03')],
    'calendar',
  );
  expect(frequencyName(frequency)).toBe('monthly');
});
