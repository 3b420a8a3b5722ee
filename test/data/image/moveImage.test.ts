import { expect, test } from 'vitest';
import { moveImage } from '../../../src/data/image/moveImage.ts';

test('a picture is moved, and its edge repeated where it was', () => {
  const image = { height: 2, width: 3, pixels: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const moved = (down: number, right: number): number[] => [...moveImage(image, down, right).pixels];
  expect(moved(0, 0)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(moved(1, 0)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(moved(0, -1)).toEqual([2, 3, 3, 5, 6, 6]);
  expect(moved(-5, 2)).toEqual([4, 4, 4, 4, 4, 4]);
});
