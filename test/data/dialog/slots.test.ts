import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../../src/data/dialog/jsonFault.ts';
import { delexicaliser, fillSlots } from '../../../src/data/dialog/slots.ts';

describe('slots in texts', () => {
  const read = delexicaliser({
    name: ['pizza hut', 'pizza hut city', 'a.b (c)', 'de-luxe 1/2'],
    food: ['thai', 'pizza hut'],
  });

  it('stand for whole words, whatever their case, the longest value first, of equal ones the first', () => {
    expect(read('Pizza Hut City is near Pizza hut.')).toEqual({
      text: '[name] is near [name].',
      values: [
        ['name', 'Pizza Hut City'],
        ['name', 'Pizza hut'],
      ],
    });
    expect(read('Thailand, thai, éthai').text).toBe('Thailand, [food], éthai');
  });

  it('may have values with signs in them', () => {
    expect(read('is a.b (c) or De-Luxe 1/2?').text).toBe('is [name] or [name]?');
    expect(read('axb (c)').text).toBe('axb (c)');
  });

  it('become values again, where these are known', () => {
    const values = new Map([['name', 'pizza hut']]);
    expect(fillSlots('[name] has [food], [name]!', values)).toBe('pizza hut has [food], pizza hut!');
  });
});

describe('where a text is no JSON any more', () => {
  it.each<[text: string, place: number]>([
    ['{"a": [1, 2], "b": null}', 24],
    ['{"a": [1, 2}', 11],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['["a\n"]', 1],
    ['[01]', 2],
    ['[tru]', 1],
    ['{"a": "b', 6],
    ['[1] 2', 4],
  ])('%j: %i', (text, place) => {
    expect(jsonFault(text)).toBe(place);
  });

  it('is found in lists that are thousands deep', () => {
    expect(jsonFault('['.repeat(100_000))).toBeLessThan(100_000);
  });
});
