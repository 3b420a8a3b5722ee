import { expect, test } from 'vitest';
import type { ReadSeriesOptions } from '../../src/data/series/readSeriesOptions.ts';
import { readSeries } from '../../src/data/series/readSeries.ts';
import { UnrolledError } from '../../src/support/errors.ts';

const error = (text: string, options: ReadSeriesOptions = {}): [string, string] => {
  try {
    readSeries(text, 'sales.csv', options);
  } catch (thrown) {
    if (thrown instanceof UnrolledError) return [thrown.code, thrown.message];
    throw thrown;
  }
  throw new Error('there was no error');
};

test('one row', () => {
  expect(error('date,x\n2020-01-01,1\n')).toEqual([
    'bad-data',
    'sales.csv: there is one row of data (line 2). A series needs two rows of data at least.',
  ]);
  expect(error('name,V1,V2\na,1,\nb,2,\n')).toEqual([
    'bad-data',
    expect.stringContaining('each row holds one value only'),
  ]);
});

test('rows of different lengths', () => {
  expect(error('date,x\n2020-01-01,1\n2020-01-02\n')).toEqual([
    'bad-data',
    expect.stringContaining('sales.csv: line 3 has 1 field, the first row has 2 fields'),
  ]);
  expect(error('2020-01-01,1\n2020-01-02,1,2\n')[1]).toContain(
    'line 2 has 3 fields, the first row has 2 fields',
  );
});

test('a value that is not a number', () => {
  const text = 'date,x,y\n2020-01-01,1,1\n2020-01-02,12a,2\n2020-01-03,3,3\n';
  expect(error(text, { target: 'x' })).toEqual([
    'bad-data',
    "sales.csv: line 3, column 'x': '12a' is not a number. Write numbers as 1234.5 without units or thousands separators, and leave the cell empty where a value is missing.",
  ]);
  expect(error(text, { covariates: 'all' })[1]).toContain("line 3, column 'x': '12a' is not a number");
  expect(error('date,x\n2020-01-01,red\n2020-01-02,blue\n', { target: 'x' })[1]).toContain(
    "line 2, column 'x': 'red'",
  );
  expect(error('date,x\n2020-01-01,red\n2020-01-02,blue\n')[1]).toContain('there is no column of numbers');
  expect(error('name,V1,V2\na,1,2\nb,3,x\n')[1]).toContain("line 3, field 3: 'x' is not a number");
});

test('a column that does not exist', () => {
  const text = 'date,sales,price\n2020-01-01,1,2\n2020-01-02,1,2\n';
  for (const options of [
    { target: 'slaes' },
    { time: 'slaes' },
    { id: 'slaes' },
    { covariates: ['slaes'] },
  ]) {
    expect(error(text, options)).toEqual([
      'bad-argument',
      "sales.csv: there is no column 'slaes'; the columns are 'date', 'sales', 'price'. Did you mean 'sales'?",
    ]);
  }
});

test('times out of order', () => {
  expect(error('date,x\n2020-01-01,1\n2020-01-03,2\n2020-01-02,3\n')).toEqual([
    'bad-data',
    'sales.csv: line 4 (2020-01-02) is earlier than line 3 (2020-01-03). Sort the rows by time, or name the column that tells the series apart as the id.',
  ]);
  expect(error('date,x\n2020-01-03,1\n2020-01-02,2\n2020-01-01,3\n')[1]).toContain('Reverse the rows');
});

test('times twice', () => {
  expect(error('t,x\n0,1\n1,2\n1,3\n')).toEqual([
    'bad-data',
    expect.stringContaining('sales.csv: lines 3 and 4 have the same time, 1. Remove one of them'),
  ]);
  const text = 'id,date,x\na,2020-01-01,1\na,2020-01-02,1\nb,2020-01-01,2\nb,2020-01-01,3\n';
  expect(error(text, { id: 'id' })[1]).toContain(
    "within id 'b': lines 4 and 5 have the same time, 2020-01-01",
  );
});

test('a time that is none', () => {
  expect(error('date,x\n2020-01-01,1\n2020-02-30,2\n2020-01-03,3\n')[1]).toContain(
    "line 3, column 'date': '2020-02-30'",
  );
});

test('columns and rows without values', () => {
  expect(error('t,x\n0,NA\n1,\n', { target: 'x' })[1]).toContain("column 'x' has no value at all");
  expect(error('id,t,x\na,0,1\na,1,1\nb,0,\nb,1,\n', { id: 'id' })[1]).toContain(
    "column 'x' of series 'b' has no value",
  );
  expect(error('name,V1,V2\na,1,2\nb,,\n')[1]).toContain('line 3 has no values');
});

test('wide: one id twice, more values than times', () => {
  expect(error('name,V1,V2\na,1,2\na,3,4\n')[1]).toContain("lines 2 and 3 have the same id 'a'");
  expect(error('name,2020-01,2020-02\na,1,2\nb,3,4,5\n')[1]).toContain('line 3 has 3 values for the 2 times');
  expect(error('1,2\n3,4\n', { layout: 'wide', id: 'name' })[1]).toContain('the file has no header');
});
