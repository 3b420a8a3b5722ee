import { expect, test } from 'vitest';
import { priorityQueue } from '../../src/support/priorityQueue.ts';
import { bits, stream } from '../../src/support/random.ts';

test('a priority queue gives the first of what it holds, whenever that came', () => {
  const queue = priorityQueue<number>((a, b) => a < b);
  const held: number[] = [];
  for (let k = 0; k < 3000; k++) {
    if (bits(stream(1), k) % 3 > 0) {
      const value = bits(stream(2), k) % 100;
      queue.push(value);
      held.push(value);
    } else {
      held.sort((a, b) => a - b);
      expect(queue.pop()).toBe(held.shift());
    }
  }
  while (held.length > 0) {
    held.sort((a, b) => a - b);
    expect(queue.pop()).toBe(held.shift());
  }
  expect(queue.pop()).toBeUndefined();
});
