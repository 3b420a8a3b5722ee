import { NONE } from '../memory.ts';

type Floats = Float32Array | Float64Array;

/** Row `row` of a buffer [.., size]; `absent` everywhere where there is no buffer. */
export function loadRow(f: Floats, buffer: number, row: number, size: number, absent = 0): Float64Array {
  if (buffer === NONE) return new Float64Array(size).fill(absent);
  return Float64Array.from(f.subarray(buffer + row * size, buffer + (row + 1) * size));
}

/** Writes row `row` of a buffer [.., values.length], where there is a buffer. */
export function storeRow(f: Floats, buffer: number, row: number, values: Float64Array): void {
  if (buffer !== NONE) f.set(values, buffer + row * values.length);
}

/** Copies `size` elements; zeros where there is nothing to copy. */
export function copyOrClear(f: Floats, from: number, to: number, size: number): void {
  if (from === NONE) f.fill(0, to, to + size);
  else f.copyWithin(to, from, from + size);
}
