import type { Frequency } from './frequency.ts';
import { slotOfTime, timeOfSlot } from './frequency.ts';

/** The K times that follow `last` on its axis (on an irregular axis, the median distance apart). */
export function futureTimes(last: number, frequency: Frequency, K: number): Float64Array {
  const start = slotOfTime(last, frequency);
  return Float64Array.from({ length: K }, (_, k) => timeOfSlot(start + (k + 1) * frequency.every, frequency));
}
