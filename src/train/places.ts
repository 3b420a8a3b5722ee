import { PLACE, PLACE_LENGTH } from '../kernels/places.ts';
import type { Context } from '../tensor/context.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { vectorRoom } from './parameterVector.ts';

/** A table of places as arguments of a kernel: starts are offsets in the heap, but for `at`. */
export interface Places {
  readonly value: 0;
  readonly gradient: 0;
  readonly places: number;
  readonly count: number;
  /** Elements in all. */
  readonly n: number;
}

/** In how many places a tensor lies. */
export const placeCount = ({ size }: Tensor): number => Math.ceil(size / PLACE_LENGTH);

/**
 * The table of places of parameters, or of those that have a gradient: in the order of their elements, wherever they
 * lie. To be made in the step that uses it.
 */
export function placesOf(
  context: Context,
  parameters: readonly Tensor[],
  which: 'all' | 'with gradient',
): Places {
  const isMeant = (tensor: Tensor): boolean => which === 'all' || tensor.gradient !== undefined;
  let count = 0;
  for (const tensor of parameters) if (isMeant(tensor)) count += placeCount(tensor);
  const { offset: places } = context.empty([count, PLACE], 'int32');
  const { i } = context.memory;
  let row = places;
  let start = 0;
  let n = 0;
  for (const tensor of parameters) {
    if (isMeant(tensor)) {
      const { offset, gradient, size } = tensor;
      for (let from = 0; from < size; from += PLACE_LENGTH) {
        i[row] = offset + from;
        i[row + 1] = (gradient?.offset ?? 0) + from;
        i[row + 2] = start + from;
        i[row + 3] = Math.min(PLACE_LENGTH, size - from);
        row += PLACE;
      }
      n += size;
    }
    start += vectorRoom(tensor);
  }
  return { value: 0, gradient: 0, places, count, n };
}
