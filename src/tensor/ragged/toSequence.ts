import type { Ragged } from './ragged.ts';
import { toLayout } from './toLayout.ts';

/** The same sequences, one after another: the layout of attention and of what leaves the network. */
export function toSequence(x: Ragged): Ragged {
  return toLayout(x, 'sequence');
}
