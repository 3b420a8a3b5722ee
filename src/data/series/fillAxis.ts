import type { Frequency } from '../time/frequency.ts';
import { slotOfTime, timeOfSlot } from '../time/frequency.ts';

/** A time axis without gaps. */
export interface FilledAxis {
  /** [T] */
  readonly times: Float64Array;
  /** [T] the index in the times given; -1 for a step that was filled in. */
  readonly source: Int32Array;
}

/** Puts in the steps that are missing between increasing times; an irregular axis comes back as it is. */
export function fillAxis(times: Float64Array, frequency: Frequency): FilledAxis {
  if (!frequency.regular || times.length < 2) {
    return { times, source: Int32Array.from(times, (_, k) => k) };
  }
  const filled: number[] = [];
  const source: number[] = [];
  for (let k = 0; k < times.length; k++) {
    if (k > 0) {
      const before = slotOfTime(times[k - 1], frequency);
      const steps = Math.round((slotOfTime(times[k], frequency) - before) / frequency.every);
      for (let step = 1; step < steps; step++) {
        filled.push(timeOfSlot(before + step * frequency.every, frequency));
        source.push(-1);
      }
    }
    filled.push(times[k]);
    source.push(k);
  }
  return { times: Float64Array.from(filled), source: Int32Array.from(source) };
}
