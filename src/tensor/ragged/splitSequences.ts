import { split } from '../operations/split.ts';
import type { Tensor } from '../tensor.ts';
import type { Ragged } from './ragged.ts';
import { toSequence } from './toSequence.ts';

/** Every sequence as a tensor [length, ...features] of its own, in the caller's order. */
export function splitSequences(x: Ragged): Tensor[] {
  return split(toSequence(x).data, Array.from(x.structure.lengths));
}
