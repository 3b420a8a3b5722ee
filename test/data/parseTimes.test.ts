import { expect, test } from 'vitest';
import { parseTable } from '../../src/data/table/parseTable.ts';
import { civilFromDays, daysFromCivil, daysInMonth, weekday } from '../../src/data/time/calendar.ts';
import { findTimes } from '../../src/data/time/findTimes.ts';
import { parseTimes } from '../../src/data/time/parseTimes.ts';

const parse = (name: string, ...cells: string[]) =>
  parseTimes({ name, cells, lines: cells.map((_, k) => k + 2), where: 'a.csv' });
const iso = (name: string, ...cells: string[]) => {
  const { values, kind } = parse(name, ...cells);
  expect(kind).toBe('calendar');
  return Array.from(values, (time) =>
    new Date(time)
      .toISOString()
      .replace('.000Z', '')
      .replace(/T00:00:00$/, ''),
  );
};

test('the calendar agrees with that of the host, and goes back to year 1', () => {
  for (let days = -150000; days < 100000; days += 97) {
    const date = new Date(days * 86400000);
    const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    expect(civilFromDays(days)).toEqual(civil);
    expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
    expect((weekday(days * 86400000) + 1) % 7).toBe(date.getUTCDay());
  }
  expect(daysFromCivil(1, 1, 1)).toBe(-719162);
  expect([daysInMonth(1900, 2), daysInMonth(2000, 2), daysInMonth(2023, 12)]).toEqual([28, 29, 31]);
});

test('reads dates, with and without times of day and offsets', () => {
  expect(iso('x', '1981-01-01', '1981-01-02')).toEqual(['1981-01-01', '1981-01-02']);
  expect(iso('x', '2020/2/9')).toEqual(['2020-02-09']);
  expect(iso('x', '2016-07-01 01:30:00', '2016-07-01T02:30')).toEqual([
    '2016-07-01T01:30:00',
    '2016-07-01T02:30:00',
  ]);
  expect(iso('x', '2020-01-01T00:30:00+02:00')).toEqual(['2019-12-31T22:30:00']);
  expect(iso('x', '2020-01-01T00:00:00.250Z')).toEqual(['2020-01-01T00:00:00.250Z']);
});

test('reads months, quarters and years', () => {
  expect(iso('x', '1949-01', '1949-12')).toEqual(['1949-01-01', '1949-12-01']);
  expect(iso('x', '1990-Q2', '1990Q4')).toEqual(['1990-04-01', '1990-10-01']);
  expect(iso('x', 'Jan 1949', 'Feb 1949')).toEqual(['1949-01-01', '1949-02-01']);
  expect(iso('x', '3 September 2020')).toEqual(['2020-09-03']);
  expect(iso('year', '1700', '1701')).toEqual(['1700-01-01', '1701-01-01']);
  expect(iso('date', '194901', '194902')).toEqual(['1949-01-01', '1949-02-01']);
  expect(iso('date', '19810101', '19810102')).toEqual(['1981-01-01', '1981-01-02']);
  expect(Array.from(parse('Month', '1-01', '1-02').values)).toEqual([-719162 * 86400000, -719131 * 86400000]);
});

test('reads seconds and milliseconds since 1970, and plain numbers as steps', () => {
  expect(iso('timestamp', '1577836800', '1577840400')).toEqual(['2020-01-01', '2020-01-01T01:00:00']);
  expect(iso('timestamp', '1577836800000')).toEqual(['2020-01-01']);
  expect(parse('t', '0', '5', '10')).toEqual({
    values: Float64Array.of(0, 5, 10),
    kind: 'step',
    form: 'whole numbers',
  });
});

test('tells day/month from month/day by the values', () => {
  expect(iso('x', '13/02/2020', '14/02/2020')).toEqual(['2020-02-13', '2020-02-14']);
  expect(iso('x', '02/11/2020', '02/13/2020')).toEqual(['2020-02-11', '2020-02-13']);
  expect(iso('x', '01.02.2020', '02.02.2020')).toEqual(['2020-02-01', '2020-02-02']);
  const months = Array.from(
    { length: 14 },
    (_, k) => `01/${String((k % 12) + 1).padStart(2, '0')}/${2020 + Math.floor(k / 12)}`,
  );
  expect(iso('x', ...months).slice(10)).toEqual(['2020-11-01', '2020-12-01', '2021-01-01', '2021-02-01']);
  expect(() => parse('x', '01/02/2020', '01/03/2020')).toThrow(
    "a.csv: line 2, column 'x': '01/02/2020' may be day/month/year or month/day/year, and no line tells",
  );
  expect(() => parse('x', '13/02/2020', '01/02/2020', '02/14/2020')).toThrow(
    "a.csv: column 'x': line 2 ('13/02/2020') can only be day/month/year, line 4 ('02/14/2020') only month/day/year",
  );
});

test('names the line of a cell that is no time', () => {
  expect(() => parse('x', '2020-01-01', '2020-02-30', '2020-01-03')).toThrow(
    "a.csv: line 3, column 'x': '2020-02-30' is not a time (2 of 3 cells of this column are written as year-month-day)",
  );
  expect(() => parse('x', '2020-01-01', '', '2020-01-03')).toThrow("line 3, column 'x': the time is missing");
  expect(() => parse('x', 'red', 'green')).toThrow("line 2, column 'x': 'red' is not a time");
  expect(() => parse('x', '2020-01-01 25:00')).toThrow("'2020-01-01 25:00' is not a time");
});

test('finds the column of times', () => {
  const find = (text: string, name?: string) => findTimes(parseTable(text, 'a.csv'), name);
  expect(find('a,b\n2020-01-01,1\n2020-01-02,2\n')?.columns).toEqual(['a']);
  expect(find('value,Month\n1,1-01\n2,1-02\n')?.columns).toEqual(['Month']);
  expect(find('t,x\n0,5\n1,6\n')).toMatchObject({ columns: ['t'], kind: 'step' });
  expect(find('a,b\n5,1\n6,2\n')).toBeUndefined();
  expect(find('a,b\n5,1\n6,2\n', 'a')).toMatchObject({ columns: ['a'], kind: 'step' });
  expect(find('hour,x\n22,5\n23,6\n0,7\n')).toBeUndefined();
  expect(find('day,x\n8,5\n9,6\n')).toMatchObject({ columns: ['day'], kind: 'step' });
  expect(() => find('a,b\n5,1\n6,2\n', 'tiem')).toThrow("there is no column 'tiem'");
});

test('joins times that stand in parts', () => {
  const parts = findTimes(parseTable('No,year,month,day,hour,x\n1,2010,1,1,0,5\n2,2010,1,1,1,6\n', 'a.csv'));
  expect(parts?.columns).toEqual(['year', 'month', 'day', 'hour']);
  expect(Array.from(parts?.values ?? [])).toEqual([Date.UTC(2010, 0, 1), Date.UTC(2010, 0, 1, 1)]);
  const clock = findTimes(
    parseTable('Date;Time;CO\n10/03/2004;18.00.00;2,6\n13/03/2004;19.00.00;2\n', 'a.csv'),
  );
  expect(Array.from(clock?.values ?? [])).toEqual([Date.UTC(2004, 2, 10, 18), Date.UTC(2004, 2, 13, 19)]);
});
