import { expect, test } from 'vitest';
import { fail } from '../../src/support/errors.ts';

test.each([
  ['Give some data', 'a.csv: there is none. Give some data.'],
  ['Give some data.', 'a.csv: there is none. Give some data.'],
  ['Did you mean b.csv?', 'a.csv: there is none. Did you mean b.csv?'],
  ['Train it with unrolled train', 'a.csv: there is none. Train it with unrolled train.'],
  ['Example: npx unrolled demo --out a.b', 'a.csv: there is none. Example: npx unrolled demo --out a.b'],
])('the remedy "%s" ends as it should', (remedy, message) => {
  expect(() => fail('bad-data', 'a.csv', 'there is none', remedy)).toThrow(
    expect.objectContaining({ code: 'bad-data', message, exitCode: 2 }),
  );
});
