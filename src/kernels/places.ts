import { CHUNK } from './sum.ts';

/**
 * Kernels that go over all parameters of a model in one call take a table of places, int32 [places, 4]: stretches of at
 * most 4096 elements that lie anywhere. A row has where the stretch starts in three memories and its length:
 *
 *     value, gradient, at, length
 *
 * `at` is in vectors that hold something for every parameter, one after another, as an optimizer's moments. Starts
 * count from the offsets that the call has for these memories, modulo 2^32.
 */
export interface Place {
  readonly value: number;
  readonly gradient: number;
  readonly at: number;
  readonly length: number;
}

/** Numbers in a row of the table. */
export const PLACE = 4;

/** The most elements of a place: what is summed over places has the chunks that other sums have. */
export const PLACE_LENGTH = CHUNK;

/** Visits the rows of a table at offset `places`, `count` of them. For references. */
export function forEachPlace(
  i: Int32Array,
  { places, count }: { readonly places: number; readonly count: number },
  visit: (place: Place, row: number) => void,
): void {
  for (let row = 0; row < count; row++) {
    const [value, gradient, at, length] = i.subarray(places + row * PLACE, places + (row + 1) * PLACE);
    visit({ value, gradient, at, length }, row);
  }
}

/** An offset plus a start: as unsigned 32-bit integers, which reach every element of a heap. */
export const shifted = (offset: number, start: number): number => (offset + start) >>> 0;

/** An element of a gradient as an update takes it: times `scale`, then within +-limit. NaN stays. */
export function clipped(gradient: number, scale: number, limit: number): number {
  const g = scale * gradient;
  return g > limit ? limit : g < -limit ? -limit : g;
}
