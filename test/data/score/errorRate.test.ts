import { expect, test } from 'vitest';
import { errorRate, wordErrorRate } from '../../../src/data/score/errorRate.ts';
import { exactMatch } from '../../../src/data/score/exactMatch.ts';
import { perplexity } from '../../../src/data/score/perplexity.ts';

test('phonemes: of several pronunciations the nearest counts, of equally near ones the longest', () => {
  const given = ['T AH M EY T OW', 'R EH D', 'AH B'].map((phonemes) => phonemes.split(' '));
  const references = [
    ['T AH M AA T OW', 'T AH M EY T OW'],
    ['R IY D', 'R EH D Z'],
    ['AA', 'AH K S'],
  ].map((texts) => texts.map((text) => text.split(' ')));
  // 0 of 6; 1 of 3 or 1 of 4; 2 of 1 or 2 of 3.
  expect(errorRate(given, references)).toEqual({ rate: 3 / 13, errors: 3, length: 13, exact: 1 / 3 });
  expect(errorRate(given.slice(0, 1), [[references[0][0]]]).rate).toBe(1 / 6);
});

test('words stand between white space of any kind', () => {
  expect(wordErrorRate([' the  cat\tsat\n', ''], [['the cat sat'], ['on it']])).toEqual({
    rate: 2 / 5,
    errors: 2,
    length: 5,
    exact: 0.5,
  });
  expect(wordErrorRate(['a b c'], [['a']]).rate).toBe(2);
});

test('nothing, rightly read, is no error', () => {
  expect(wordErrorRate([''], [['']])).toEqual({ rate: 0, errors: 0, length: 0, exact: 1 });
  expect(wordErrorRate(['a'], [['']]).rate).toBe(Number.POSITIVE_INFINITY);
  expect(() => errorRate([['a']], [[]])).toThrow('errorRate: answer 0 has no reference');
});

test('exact match with one of the references', () => {
  const given = ['Kitchen', 'garden', 'two'];
  const references = [['kitchen'], ['office', 'garden'], ['2', 'Two']];
  expect(exactMatch(given, references)).toBe(1 / 3);
  expect(exactMatch(given, references, (text) => text.toLowerCase())).toBe(1);
  expect(() => exactMatch(given, [['a']])).toThrow('exactMatch: 3 answers have 1 lists of references');
});

test('the perplexity of V equally likely symbols is V', () => {
  expect(perplexity(12 * Math.log(50), 12)).toBeCloseTo(50, 10);
  expect(perplexity(0, 0)).toBeNaN();
});
