import { expect, test } from 'vitest';
import { brackets } from '../../studio/examples/brackets.ts';
import { counting, inWords } from '../../studio/examples/counting.ts';
import { examples } from '../../studio/examples/examples.ts';
import { tide } from '../../studio/examples/tide.ts';

/** What brackets amount to, by striking out pairs. */
function byStriking(text: string): string {
  let rest = text;
  while (rest.includes('()')) rest = rest.replaceAll('()', '');
  return rest === '' ? 'balanced' : rest.startsWith(')') ? 'closed too early' : 'left open';
}

test('brackets are labelled as striking out pairs tells, as many of each', () => {
  const made = brackets(300, 1);
  expect(made).toHaveLength(300);
  for (const { text, label } of made) {
    expect(label).toBe(byStriking(text));
    expect(text).toMatch(/^[()]{4,20}$/);
  }
  for (const label of ['balanced', 'left open', 'closed too early'])
    expect(made.filter((one) => one.label === label)).toHaveLength(100);
  expect(brackets(300, 1)).toEqual(made);
});

test('numbers are counted in words', () => {
  expect([0, 13, 20, 42, 99].map(inWords)).toEqual([
    'zero',
    'thirteen',
    'twenty',
    'forty-two',
    'ninety-nine',
  ]);
  const words = Array.from({ length: 100 }, (_, number) => inWords(number));
  expect(new Set(words).size).toBe(100);
  const lines = counting().trimEnd().split('\n');
  expect(lines).toHaveLength(1200);
  for (const line of lines) {
    const numbers = line.split(' ').map((word) => words.indexOf(word));
    expect(numbers).toEqual(Array.from({ length: 8 }, (_, k) => numbers[0] + k));
  }
});

test('the tide is an hourly table that moves twice a day', () => {
  const [head, ...rows] = tide().trimEnd().split('\n');
  expect(head).toBe('time,level');
  expect(rows.slice(23, 25).map((row) => row.split(',')[0])).toEqual([
    '2026-03-01 23:00',
    '2026-03-02 00:00',
  ]);
  const levels = rows.map((row) => Number(row.split(',')[1]));
  const turns = levels.filter((level, k) => k > 0 && level > 0 !== levels[k - 1] > 0).length;
  const days = levels.length / 24;
  expect(turns / days).toBeGreaterThan(3.5);
  expect(turns / days).toBeLessThan(4.5);
});

test.each(examples)('$name has a job for every cell, and makes the same data each time', (example) => {
  for (const cell of ['lstm', 'gru', 'rnn'] as const) expect(example.job(cell).options.cell).toBe(cell);
  expect(example.job('gru')).toEqual(example.job('gru'));
});
