import { type Frequency, slotOfTime, timeOfSlot } from './frequency.ts';

/** Steps that an axis of few times may be filled up to. */
const MOST = 1000;

/**
 * Whether the strictly increasing times of all `axes` are steps of a frequency, and not so far apart that the grid
 * between them is mostly empty. Of an irregular one only the unit counts.
 */
export function fitsFrequency(
  axes: readonly Float64Array[],
  frequency: Frequency,
  kind: 'calendar' | 'step',
): boolean {
  if ((frequency.unit === 'step') !== (kind === 'step')) return false;
  if (!frequency.regular) return true;
  return axes.every((times) => {
    const slots = Array.from(times, (time) => slotOfTime(time, frequency));
    const onGrid = slots.every(
      (slot, t) => timeOfSlot(slot, frequency) === times[t] && (slot - slots[0]) % frequency.every === 0,
    );
    const steps = (slots[slots.length - 1] - slots[0]) / frequency.every + 1;
    return onGrid && steps <= Math.max(MOST, 3 * times.length);
  });
}
