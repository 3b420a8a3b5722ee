import { expect, test } from 'vitest';
import { airlinePassengers } from '../../src/data/builtin/airlinePassengers.ts';
import { allBuiltinSeries } from '../../src/data/builtin/allBuiltinSeries.ts';
import { seriesOfBuiltin } from '../../src/data/builtin/builtinSeries.ts';
import { yearlySunspots } from '../../src/data/builtin/yearlySunspots.ts';
import { naiveForecast } from '../../src/data/score/naiveForecast.ts';
import { meanAbsoluteError } from '../../src/data/score/pointScores.ts';
import { suggestLog } from '../../src/data/scale/suggestLog.ts';
import { formatTime } from '../../src/data/time/formatTime.ts';

test('are complete and have a name of their own', () => {
  expect(allBuiltinSeries.map(({ values }) => values.length)).toEqual([144, 284]);
  expect(new Set(allBuiltinSeries.map(({ name }) => name)).size).toBe(allBuiltinSeries.length);
  const spans = allBuiltinSeries.map((builtin) => {
    const { times, frequency } = seriesOfBuiltin(builtin);
    return [times[0], times[times.length - 1]].map((time) => formatTime(time, frequency));
  });
  expect(spans).toEqual([
    ['1949-01', '1960-12'],
    ['1700', '1983'],
  ]);
});

test('airline passengers have the totals and the character they are known for', () => {
  const total = (year: number) =>
    airlinePassengers.values
      .slice(12 * (year - 1949))
      .slice(0, 12)
      .reduce((a, b) => a + b);
  expect([total(1949), total(1955), total(1960)]).toEqual([1520, 3408, 5714]);
  expect(airlinePassengers.values.reduce((a, b) => a + b) / 144).toBeCloseTo(280.2986, 4);
  expect(suggestLog(airlinePassengers.values, 12).log).toBe(true);
  const [training, last] = [airlinePassengers.values.slice(0, 132), airlinePassengers.values.slice(132)];
  expect(meanAbsoluteError(last, naiveForecast(training, 12, 12))).toBeCloseTo(47.8333, 4);
});

test('sunspots have their highest year in 1957 and a cycle of 11 years', () => {
  const { values } = yearlySunspots;
  expect(1700 + values.indexOf(Math.max(...values))).toBe(1957);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const covariance = (lag: number) =>
    values.slice(lag).reduce((sum, value, t) => sum + (value - mean) * (values[t] - mean), 0);
  const lags = [8, 9, 10, 11, 12, 13, 14];
  expect(lags.toSorted((a, b) => covariance(b) - covariance(a))[0]).toBe(11);
});
