import { expect, it } from 'vitest';
import { nearestReply } from '../../../src/tasks/chat/nearestReply.ts';

it('the nearest turn shares rare words, not frequent ones', () => {
  const find = nearestReply([
    ['what is the name of it', 'Ann'],
    ['what is the price of it', 'ten'],
    ['what is the colour', 'red'],
    ['bye', 'good bye'],
  ]);
  expect(find('the PRICE, please?')).toBe('ten');
  expect(find('colour of it is what')).toBe('red');
  expect(find('bye bye')).toBe('good bye');
  expect(find('zwölf')).toBe('Ann');
});

it('is silent where nothing is known', () => {
  expect(nearestReply([])('hello')).toBe('');
});
