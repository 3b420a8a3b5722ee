import type { Ragged } from './ragged.ts';
import { toLayout } from './toLayout.ts';

/** The same sequences, time-major: the layout of recurrences. */
export function toPacked(x: Ragged): Ragged {
  return toLayout(x, 'packed');
}
