import { expect, test } from 'vitest';
import { editDistance, nearestNames } from '../../src/support/nearestNames.ts';
import { parseNumber } from '../../src/data/table/parseNumber.ts';
import { parseTable } from '../../src/data/table/parseTable.ts';
import { findColumn } from '../../src/data/table/table.ts';

const cells = (text: string) =>
  parseTable(text, 'a.csv').columns.map((column) => [column.name, ...column.cells]);

test('reads quotes, line ends of every kind, blank lines and a byte order mark, and knows the lines', () => {
  const table = parseTable(
    '\uFEFFwhen,"what, then"\r\n2020-01-01,"1"\n\n"2020-01-02", " 2"\r2020-01-03,3',
    'a.csv',
  );
  expect(table.columns).toEqual([
    { name: 'when', cells: ['2020-01-01', '2020-01-02', '2020-01-03'] },
    { name: 'what, then', cells: ['1', '2', '3'] },
  ]);
  expect(table.lines).toEqual([2, 4, 5]);
});

test('counts the lines within quoted fields', () => {
  const table = parseTable('note,value\n"two\nlines",1\nnone,2\n', 'a.csv');
  expect(table.lines).toEqual([2, 4]);
  expect(table.columns[0].cells[0]).toBe('two\nlines');
});

test('finds commas, semicolons and tabs, and the decimal comma', () => {
  expect(cells('a;b\n1;2\n3;4\n')).toEqual([
    ['a', '1', '3'],
    ['b', '2', '4'],
  ]);
  expect(cells('a\tb\n1\t2\n\t4\n')).toEqual([
    ['a', '1', ''],
    ['b', '2', '4'],
  ]);
  expect(parseTable('a;b\n1,5;2\n3,25;4\n', 'a.csv')).toMatchObject({ delimiter: ';', decimal: ',' });
  expect(parseTable('a;b\n1.5;2\n3,250;4\n', 'a.csv')).toMatchObject({ delimiter: ';', decimal: '.' });
  expect(parseTable('a,b\n"x;y;z",2\n"x;y;z",4\n', 'a.csv')).toMatchObject({ delimiter: ',', decimal: '.' });
  expect(cells('value\n1\n2\n')).toEqual([['value', '1', '2']]);
});

test('tells a header from data', () => {
  expect(cells('1,2\n3,4\n')[0]).toEqual(['column 1', '1', '3']);
  expect(cells('1981-01-01,20.7\n1981-01-02,17.9\n')[0][0]).toBe('column 1');
  expect(cells('?,NA\n3,4\n')[0]).toEqual(['column 1', '?', '3']);
  expect(cells(',b\n3,4\n')).toEqual([
    ['column 1', '3'],
    ['b', '4'],
  ]);
  expect(cells('day,b\n2020-01-01,x\n')[0]).toEqual(['day', '2020-01-01']);
  expect(cells('good,pos\nbad,neg\n')[0]).toEqual(['column 1', 'good', 'bad']);
  expect(parseTable('text,label\ngood,pos\n', 'a.csv', { header: true }).columns[1].cells).toEqual(['pos']);
});

test('names the line, and what it expected, of a ragged row', () => {
  expect(() => parseTable('a,b\n1,2\n\n3\n', 'a.csv')).toThrow(
    'a.csv: line 4 has 1 field, the first row has 2 fields (separated by commas). Give every row',
  );
  expect(() => parseTable('a,b\n1,2\n3,4,5\n', 'a.csv')).toThrow(
    'line 3 has 3 fields, the first row has 2 fields',
  );
});

test('refuses two columns of one name, an open quote, text after a quote, and a header alone', () => {
  expect(() => parseTable('a,b,a\n1,2,3\n', 'a.csv')).toThrow(
    "a.csv: line 1: columns 1 and 3 are both called 'a'",
  );
  expect(() => parseTable('a,b\n1,"2\n3,4\n', 'a.csv')).toThrow('a double quote opens and never closes');
  expect(() => parseTable('a,b\n1,"2"x\n', 'a.csv')).toThrow(
    'line 2, field 2: text follows a closing double quote',
  );
  expect(() => parseTable('a,b\n', 'a.csv', { header: true })).toThrow(
    'there is a header and no row below it',
  );
  expect(() => parseTable('\n \n', 'a.csv')).toThrow('a.csv: there are no rows');
});

test('reads numbers and marks of missing values, and nothing else', () => {
  const read = ['1', '-2.5', '+.5', '3.', '1e3', '1E-2'].map((cell) => parseNumber(cell));
  expect(read).toEqual([1, -2.5, 0.5, 3, 1000, 0.01]);
  for (const cell of ['', 'NA', 'n/a', 'NaN', '?', 'null']) expect(parseNumber(cell)).toBeNaN();
  for (const cell of ['x', '1,234', '12a', 'Infinity', '1e999', '0x10', '-', '.', '1 2']) {
    expect([cell, parseNumber(cell)]).toEqual([cell, undefined]);
  }
  expect(parseNumber('-1,5', ',')).toBe(-1.5);
  expect(parseNumber('1.5', ',')).toBeUndefined();
});

test('finds columns, and says which there are and which was meant', () => {
  const table = parseTable('Month,Passengers\n1949-01,112\n', 'a.csv');
  expect(findColumn(table, 'passengers').cells).toEqual(['112']);
  expect(() => findColumn(table, 'pasengers')).toThrow(
    "a.csv: there is no column 'pasengers'; the columns are 'Month', 'Passengers'. Did you mean 'Passengers'?",
  );
  expect(() => findColumn(table, 'xyz')).toThrow('Name one of them.');
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(nearestNames('targte', ['time', 'target'], 1)).toEqual(['target']);
});
