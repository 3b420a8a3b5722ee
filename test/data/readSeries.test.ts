import { expect, test } from 'vitest';
import { readSeries } from '../../src/data/series/readSeries.ts';
import { frequencyName } from '../../src/data/time/frequency.ts';

const sales = (rows: string) => `date,price,sales\n${rows}`;
const numbers = (values: Iterable<number>) => Array.from(values);

test('reads a column of times and one of numbers', () => {
  const { series, layout, notes } = readSeries(
    '"Month","Passengers"\n"1949-01",112\n"1949-02",118\n',
    'a.csv',
  );
  expect(layout).toBe('long');
  expect(series).toHaveLength(1);
  const [only] = series;
  expect(frequencyName(only.frequency)).toBe('monthly');
  expect(numbers(only.times)).toEqual([Date.UTC(1949, 0), Date.UTC(1949, 1)]);
  expect(only.targets).toEqual([
    { name: 'Passengers', values: Float64Array.of(112, 118), observed: Uint8Array.of(1, 1) },
  ]);
  expect(numbers(only.lines)).toEqual([2, 3]);
  expect([only.id, only.filled, only.missing, only.covariates]).toEqual(['', 0, 0, []]);
  expect(notes).toEqual([
    "Times come from 'Month' (year-month): monthly, 1949-01 to 1949-02, a season of 12 steps.",
    "The target is 'Passengers', the only column of numbers.",
  ]);
});

test('takes the last column of numbers and says so, or what it is told', () => {
  const text = 'No,date,price,colour,sales\n1,2020-01-01,1,red,5\n2,2020-01-02,2,blue,6\n';
  const automatic = readSeries(text, 'a.csv');
  expect(automatic.series[0].targets.map(({ name }) => name)).toEqual(['sales']);
  expect(automatic.notes.slice(1)).toEqual([
    "The target is 'sales', the last of 2 columns of numbers; to forecast another, name it as the target.",
    "Not used: 'No', 'price', 'colour'.",
  ]);
  const told = readSeries(text, 'a.csv', { target: ['price', 'sales'] });
  expect(told.series[0].targets.map(({ values }) => numbers(values))).toEqual([
    [1, 2],
    [5, 6],
  ]);
  const all = readSeries(text, 'a.csv', { target: 'sales', covariates: 'all' });
  expect(all.series[0].covariates.map(({ name }) => name)).toEqual(['price']);
  const some = readSeries(text, 'a.csv', { target: 'sales', covariates: ['No'] });
  expect(some.series[0].covariates.map(({ values }) => numbers(values))).toEqual([[1, 2]]);
  expect(() => readSeries(text, 'a.csv', { target: 'price', covariates: ['price'] })).toThrow(
    'both target and covariate',
  );
});

test('numbers without times are steps', () => {
  const { series, notes } = readSeries('5\n6\n7\n', 'a.csv');
  expect(numbers(series[0].times)).toEqual([0, 1, 2]);
  expect(numbers(series[0].targets[0].values)).toEqual([5, 6, 7]);
  expect(notes[0]).toBe('There is no column of times: the rows are taken as evenly spaced steps.');
});

test('reads semicolons with decimal commas', () => {
  const { series } = readSeries('Datum;Wert\n01.02.2020;1,5\n02.02.2020;2,25\n', 'a.csv', { time: 'Datum' });
  expect(numbers(series[0].targets[0].values)).toEqual([1.5, 2.25]);
});

test('interpolates short gaps of missing values and masks all of them', () => {
  const cells = ['NA', '1', '', '3', '?', 'NaN', 'null', '', '8', 'n/a'];
  const text = `t,x\n${cells.map((cell, t) => `${t},${cell}`).join('\n')}\n`;
  const { series, notes } = readSeries(text, 'a.csv');
  const { NaN: none } = Number;
  expect(numbers(series[0].targets[0].values)).toEqual([none, 1, 2, 3, none, none, none, none, 8, none]);
  expect(numbers(series[0].targets[0].observed)).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1, 0]);
  expect(series[0].missing).toBe(7);
  expect(notes.at(-1)).toContain('7 of 10 target values are missing');
  const wider = readSeries(text, 'a.csv', { fillLimit: 4 });
  expect(numbers(wider.series[0].targets[0].values)).toEqual([none, 1, 2, 3, 4, 5, 6, 7, 8, none]);
});

test('puts in the steps that have no row and reports them', () => {
  const { series, notes } = readSeries(
    sales('2020-01-01,1,10\n2020-01-02,1,20\n2020-01-05,1,50\n2020-01-06,1,60\n'),
    'a.csv',
  );
  const [only] = series;
  expect(numbers(only.targets[0].values)).toEqual([10, 20, 30, 40, 50, 60]);
  expect(numbers(only.targets[0].observed)).toEqual([1, 1, 0, 0, 1, 1]);
  expect(numbers(only.lines)).toEqual([2, 3, 0, 0, 4, 5]);
  expect(only.gaps).toEqual([{ after: 1, line: 3, steps: 2 }]);
  expect([only.filled, only.missing]).toEqual([2, 2]);
  expect(notes).toContain('2 of 6 steps have no row and count as missing: 2 after 2020-01-02 (line 3).');
});

test('weekdays have no gaps at weekends; uneven times are kept as they are', () => {
  const days = ['02', '03', '06', '07', '08', '09', '10'].map((day, k) => `2020-01-${day},1,${k}`);
  expect(readSeries(sales(days.join('\n')), 'a.csv').series[0].filled).toBe(0);
  const uneven = readSeries(
    sales('2020-01-01 10:00,1,1\n2020-01-01 10:07,1,2\n2020-01-01 10:09,1,3\n'),
    'a.csv',
  );
  expect(uneven.series[0].times.length).toBe(3);
  expect(uneven.notes[0]).toContain('unevenly spaced: only their order counts');
});

test('tells series apart by an id, in the order of the file', () => {
  const text =
    'store,date,sales\nb,2020-01-01,1\na,2020-01-01,5\nb,2020-01-02,2\na,2020-01-02,6\nb,2020-01-03,3\n';
  for (const options of [{}, { id: 'store' }]) {
    const { series, notes } = readSeries(text, 'a.csv', options);
    expect(series.map(({ id, targets }) => [id, numbers(targets[0].values)])).toEqual([
      ['b', [1, 2, 3]],
      ['a', [5, 6]],
    ]);
    expect(notes[1]).toBe("Column 'store' tells 2 series apart.");
  }
  const unnamed = readSeries(text.replace('store', 'colour'), 'a.csv');
  expect(unnamed.series.map(({ id }) => id)).toEqual(['b', 'a']);
  const number = readSeries('store,t,sales\n1,0,1\n1,1,2\n2,0,3\n2,1,4\n', 'a.csv');
  expect(number.series.map(({ id, targets }) => [id, targets[0].name])).toEqual([
    ['1', 'sales'],
    ['2', 'sales'],
  ]);
});

test('reads a series per row, of different lengths', () => {
  const { series, layout, notes } = readSeries(
    '"id","V1","V2","V3"\n"Y1",1,2,3\n"Y2",4,,\n"Y3",5,NA,6\n',
    'a.csv',
  );
  expect(layout).toBe('wide');
  expect(series.map(({ id, targets }) => [id, numbers(targets[0].values)])).toEqual([
    ['Y1', [1, 2, 3]],
    ['Y2', [4]],
    ['Y3', [5, 5.5, 6]],
  ]);
  expect(series.map(({ lines, missing }) => [lines[0], missing])).toEqual([
    [2, 0],
    [3, 0],
    [4, 1],
  ]);
  expect(notes[0]).toBe('Each row is a series: 3 series of 1 to 3 steps, evenly spaced.');
});

test.each([
  [
    'rows of different length',
    '1,2,3\n4,5\n',
    ['line 1', 'line 2'],
    [
      [1, 2, 3],
      [4, 5],
    ],
  ],
  [
    'names first',
    'north,1,2,3\nsouth,4,5,6\n',
    ['north', 'south'],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  [
    'more columns than rows',
    '1,2,3,4\n5,6,7,8\n',
    ['line 1', 'line 2'],
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  ],
  [
    'a header of years',
    'name,2000,2001,2002\nChad,1,2,3\nMali,4,5,\n',
    ['Chad', 'Mali'],
    [
      [1, 2, 3],
      [4, 5],
    ],
  ],
])('takes rows as series: %s', (_, text, ids, values) => {
  const { series, layout } = readSeries(text, 'a.csv');
  expect(layout).toBe('wide');
  expect(series.map(({ id }) => id)).toEqual(ids);
  expect(series.map(({ targets }) => numbers(targets[0].values))).toEqual(values);
});

test('takes the times of a wide header', () => {
  const { series } = readSeries('name,2020-01,2020-02,2020-03\na,1,2,3\nb,4,5,\n', 'a.csv');
  expect(frequencyName(series[0].frequency)).toBe('monthly');
  expect(numbers(series[1].times)).toEqual([Date.UTC(2020, 0), Date.UTC(2020, 1)]);
});

test.each([
  ['a header of names', 's1,s2\n1,2\n3,4\n5,6\n'],
  ['a header of counted names, times below', 'date,s1,s2,s3\n2020-01-01,1,2,3\n2020-01-02,4,5,6\n'],
  ['dates in the rows', '2020-01-01,1,2,3\n2020-01-02,4,5,6\n'],
  ['more rows than columns', '1,2,3\n4,5,6\n7,8,9\n1,2,3\n'],
])('takes rows as steps: %s', (_, text) => {
  expect(readSeries(text, 'a.csv').layout).toBe('long');
});

test('the layout can be told', () => {
  expect(readSeries('1,2,3,4\n5,6,7,8\n', 'a.csv', { layout: 'long' }).series[0].times.length).toBe(2);
  expect(readSeries('1,2\n5,6\n7,8\n', 'a.csv', { layout: 'wide' }).series).toHaveLength(3);
});
