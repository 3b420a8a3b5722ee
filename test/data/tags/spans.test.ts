import { describe, expect, it, test } from 'vitest';
import { firstBreak, schemeOf } from '../../../src/data/tags/scheme.ts';
import { spanScores } from '../../../src/data/tags/spanScores.ts';
import { spansOf } from '../../../src/data/tags/spans.ts';

const tags = (text: string): string[] => text.split(' ').filter((tag) => tag !== '');
const spans = (text: string): string[] =>
  spansOf(tags(text)).map(({ type, start, end }) => `${type} ${start}-${end}`);

/** By the rules of conlleval.pl (Buchholz and Tjong Kim Sang, 2004), worked out by hand. */
test.for([
  ['', []],
  ['O O', []],
  ['B-A I-A O B-B', ['A 0-2', 'B 3-4']],
  ['B-A B-A I-A', ['A 0-1', 'A 1-3']],
  // An I without a beginning begins a span itself, and so does one of another type.
  ['O I-A I-A', ['A 1-3']],
  ['I-A I-B I-B', ['A 0-1', 'B 1-3']],
  ['B-A I-B', ['A 0-1', 'B 1-2']],
  ['I-A B-A', ['A 0-1', 'A 1-2']],
  // BIOES: E ends, S is alone, an E without a beginning is a span of one.
  ['B-A I-A E-A S-A', ['A 0-3', 'A 3-4']],
  ['S-A S-A', ['A 0-1', 'A 1-2']],
  ['O E-A E-A', ['A 1-2', 'A 2-3']],
  ['B-A S-A I-A', ['A 0-1', 'A 1-2', 'A 2-3']],
  ['E-A I-A', ['A 0-1', 'A 1-2']],
  // Types may have hyphens of their own.
  ['B-x-y I-x-y', ['x-y 0-2']],
] as const)('spans of %s', ([text, wanted]) => {
  expect(spans(text)).toEqual(wanted);
});

describe('spanScores', () => {
  it('counts exact matches only', () => {
    const score = (reference: string, predicted: string): number[] => {
      const { reference: all, predicted: found, correct } = spanScores([tags(reference)], [tags(predicted)]);
      return [all, found, correct];
    };
    expect(score('B-A I-A O', 'B-A I-A O')).toEqual([1, 1, 1]);
    expect(score('B-A I-A O', 'B-A O O')).toEqual([1, 1, 0]);
    expect(score('B-A I-A O', 'B-B I-B O')).toEqual([1, 1, 0]);
    expect(score('B-A I-A', 'B-A B-A')).toEqual([1, 2, 0]);
    expect(score('O O', 'B-A O')).toEqual([0, 1, 0]);
    expect(score('B-A I-A O', 'I-A I-A O')).toEqual([1, 1, 1]);
  });

  it('is the harmonic mean over all sentences, and 0 without a match', () => {
    const { precision, recall, f1 } = spanScores(
      [tags('B-A O B-B'), tags('B-A O O')],
      [tags('B-A O O'), tags('O B-A O')],
    );
    expect([precision, recall, f1]).toEqual([1 / 2, 1 / 3, 2 / 5]);
    expect(spanScores([tags('O')], [tags('O')]).f1).toBe(0);
  });
});

test('schemes', () => {
  expect(schemeOf(tags('O O'))).toBe('none');
  expect(schemeOf(tags('NOUN VERB'))).toBe('none');
  expect(schemeOf(tags('B-A O I-A'))).toBe('bio');
  expect(schemeOf(tags('B-A O S-A'))).toBe('bioes');
  expect(firstBreak('bio', tags('B-A I-A I-B'))).toBe(2);
  expect(firstBreak('bio', tags('I-A'))).toBe(0);
  expect(firstBreak('bio', tags('B-A B-B I-B O'))).toBeUndefined();
  expect(firstBreak('bioes', tags('B-A E-A S-A O'))).toBeUndefined();
  expect(firstBreak('bioes', tags('O B-A'))).toBe(1);
  expect(firstBreak('bioes', tags('B-A S-A'))).toBe(1);
  expect(firstBreak('bioes', tags('B-A E-B'))).toBe(1);
  expect(firstBreak('none', tags('I-A'))).toBeUndefined();
});
