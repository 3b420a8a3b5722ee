import {
  civilFromTime,
  day,
  daysFromCivil,
  daysInMonth,
  hour,
  remainder,
  weekday,
} from '../../data/time/calendar.ts';
import { type Frequency, slotOfTime } from '../../data/time/frequency.ts';

/** A cycle of the calendar; its phase at any time, past or future, is known. */
export const cycleNames = ['hour of day', 'day of week', 'day of year', 'month of year', 'season'] as const;

export type CycleName = (typeof cycleNames)[number];

/** The cycles that can show at a frequency. Plain steps have the season alone, if there is one. */
export function cyclesOf({ unit, every, regular }: Frequency, period: number): CycleName[] {
  if (!regular) return [];
  if (unit === 'step') return period > 1 ? ['season'] : [];
  if (unit === 'month') return every < 12 ? ['month of year'] : [];
  if (unit === 'weekday') return ['day of week', 'day of year'];
  if (every * 1000 >= 7 * day) return ['day of year'];
  return every * 1000 >= day ? ['day of week', 'day of year'] : ['hour of day', 'day of week', 'day of year'];
}

/** Steps of a cycle at a frequency, about. */
export function cycleLength(name: CycleName, { unit, every }: Frequency, period: number): number {
  if (name === 'season') return period;
  if (name === 'month of year') return 12 / every;
  const days = { 'hour of day': 1, 'day of week': 7, 'day of year': 365 }[name];
  return unit === 'weekday' ? (days * 5) / 7 : (days * day) / (every * 1000);
}

/** The phase of a time in a cycle, from 0 to below 1. */
export function phaseOf(name: CycleName, time: number, frequency: Frequency, period: number): number {
  switch (name) {
    case 'season':
      return remainder(slotOfTime(time, frequency) / frequency.every, period) / period;
    case 'hour of day':
      return remainder(time, day) / day;
    case 'day of week':
      return (weekday(time) + remainder(time, day) / day) / 7;
    case 'month of year':
      return (civilFromTime(time).month - 1) / 12;
    case 'day of year': {
      const { year } = civilFromTime(time);
      const start = daysFromCivil(year, 1, 1);
      const days = 337 + daysInMonth(year, 2);
      return (Math.floor(time / day) - start + Math.floor(remainder(time, day) / hour) / 24) / days;
    }
  }
}
