import { expect, test } from 'vitest';
import { Arena } from '../../src/backend/arena.ts';
import { Heap } from '../../src/backend/heap.ts';
import type { Backend } from '../../src/backend/backend.ts';
import { referenceBackend } from '../../src/backend/reference.ts';
import { fail } from '../../src/support/errors.ts';
import { stream, uniform } from '../../src/support/random.ts';

const key = stream(21);

test('blocks never overlap, and all of the heap is one free block in the end', () => {
  const heap = new Heap(referenceBackend());
  const held: { offset: number; size: number }[] = [];
  for (let k = 0; k < 2000; k++) {
    if (held.length > 0 && uniform(key, 3 * k) < 0.5) {
      const [block] = held.splice(Math.floor(uniform(key, 3 * k + 1) * held.length), 1);
      heap.release(block.offset);
      continue;
    }
    const size = 1 + Math.floor(500 * uniform(key, 3 * k + 2));
    const offset = heap.allocate(size);
    expect(offset % 16).toBe(0);
    expect(held.every((block) => offset + size <= block.offset || block.offset + block.size <= offset)).toBe(
      true,
    );
    expect(offset + size).toBeLessThanOrEqual(heap.backend.capacity);
    held.push({ offset, size });
  }
  for (const { offset } of held) heap.release(offset);
  expect(heap.used).toBe(0);
  const { end } = heap;
  heap.allocate(end - 16);
  expect(heap.end).toBe(end);
});

test('what is not allocated cannot be released', () => {
  const heap = new Heap(referenceBackend());
  const offset = heap.allocate(1);
  heap.release(offset);
  expect(() => heap.release(offset)).toThrow(/not allocated/);
});

test('an arena returns to its marks and becomes one chunk', () => {
  const heap = new Heap(referenceBackend());
  const arena = new Arena(heap);
  const start = arena.mark();
  const first = arena.allocate(100);
  const inner = arena.mark();
  const second = arena.allocate(100);
  arena.allocate(200_000);
  arena.reset(inner);
  expect(arena.allocate(100)).toBe(second);
  arena.reset(start);
  const { end } = heap;
  const again = Array.from({ length: 3 }, (_, k) => arena.allocate([100, 100, 200_000][k]));
  expect(again[1] - again[0]).toBe(second - first);
  expect(again[2] - again[1]).toBe(second - first);
  expect(heap.end).toBe(end);
  arena.reset(start);
  arena.close();
  expect(heap.used).toBe(0);
});

test('what an inner mark kept is not overwritten by later chunks', () => {
  const arena = new Arena(new Heap(referenceBackend()));
  const kept = arena.allocate(60_000);
  for (let k = 0; k < 20; k++) {
    const mark = arena.mark();
    const sizes = [50_000, 10, 70_000];
    for (const size of sizes) {
      const offset = arena.allocate(size);
      expect(offset >= kept + 60_000 || offset + size <= kept).toBe(true);
    }
    arena.reset(mark);
  }
});

/** A backend whose heap ends at `limit` elements. */
function limited(limit: number): Backend {
  const backend = referenceBackend();
  const { grow } = backend;
  return Object.assign(backend, {
    grow(elements: number) {
      if (elements > limit) fail('out-of-memory', 'test', `${elements} elements`, 'Use fewer');
      grow(elements);
    },
  });
}

test('an allocation that does not fit leaves the heap as it was', () => {
  const heap = new Heap(limited(1000));
  const first = heap.allocate(500);
  heap.release(heap.allocate(300));
  expect(() => heap.allocate(600)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
  expect(heap.used).toBe(512);
  expect(heap.peak).toBe(512 + 304);
  expect(heap.allocate(300)).toBe(first + 512);
});

test('after a step that does not fit, smaller ones do', () => {
  const arena = new Arena(new Heap(limited(400_000)));
  const start = arena.mark();
  arena.allocate(60_000);
  arena.allocate(60_000);
  expect(() => arena.allocate(500_000)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
  arena.reset(start);
  for (let step = 0; step < 3; step++) {
    for (let k = 0; k < 4; k++) arena.allocate(60_000);
    arena.reset(start);
  }
});
