import { expect, test } from 'vitest';
import { proposeJob } from '../../studio/start/proposeJob.ts';

const table = (delimiter: string, rows: number): string =>
  ['day,sales', ...Array.from({ length: rows }, (_, k) => `2026-01-${k + 1},${k}`)]
    .join('\n')
    .replaceAll(',', delimiter);

test.each([',', ';', '\t'])('a table with %j is to be forecast', (delimiter) => {
  const { job, reasons } = proposeJob('sales.csv', table(delimiter, 12));
  expect(job).toMatchObject({ task: 'forecast', name: 'sales.csv', options: { hidden: 16 } });
  expect(reasons[0]).toContain('12 rows of 2 columns');
});

test('a longer table gets a larger network', () => {
  expect(proposeJob('sales.csv', table(',', 500)).job.options.hidden).toBe(32);
});

test.each([
  ['a text', 'Once upon a time there was a network. '.repeat(20)],
  ['a text with commas', 'Once, upon a time.\nThere was, well, a network.\nAnd, so on, 7.\n'.repeat(20)],
  ['a table without numbers', 'a,b\nc,d\ne,f\n'.repeat(60)],
])('%s is to be gone on with', (_, text) => {
  const { job, reasons } = proposeJob('story.txt', text);
  expect(job).toMatchObject({ task: 'generate', text, options: { hidden: 48 } });
  expect(reasons[0]).toContain(`${text.length} characters`);
});

test.each([
  ['too short', 'Once upon a time', 'story.txt has 16 characters'],
  ['no text', `${'a'.repeat(500)}\0`, 'story.txt is not a text'],
  ['too large', 'a'.repeat(20_000_001), 'story.txt is larger than 20 MB'],
])('%s is refused', (_, text, message) => expect(() => proposeJob('story.txt', text)).toThrow(message));
