import { civilFromTime, day, daysFromCivil, hour, remainder, weekday } from './calendar.ts';
import type { Frequency } from './frequency.ts';
import { seasonalPeriod, slotOfTime } from './frequency.ts';

/** Covariates that are known in the future. */
export interface CalendarFeatures {
  /** [F] as "sin of the day of the week". */
  readonly names: readonly string[];
  /** [T, F] row-major. */
  readonly values: Float64Array;
}

/** A part of the calendar that comes round: `phase` is where in it a time lies, from 0 up to 1. */
interface Cycle {
  readonly name: string;
  phase(time: number): number;
}

/**
 * The position of [T] times in each cycle that their frequency can see, as a sine and a cosine, so that the end
 * of a cycle lies beside its start: month of the year; day of the year and of the week; hour of the day; and,
 * where `period` is no such cycle, the position in a season of `period` steps (by default that of the frequency;
 * 1 for none). It depends on nothing but the time, so it goes on past the end of a series. An irregular axis has
 * no season.
 */
export function calendarFeatures(
  times: ArrayLike<number>,
  frequency: Frequency,
  period: number = seasonalPeriod(frequency),
): CalendarFeatures {
  const cycles = cyclesOf(frequency, period);
  const names = cycles.flatMap(({ name }) => [`sin of the ${name}`, `cos of the ${name}`]);
  const F = names.length;
  const values = new Float64Array(times.length * F);
  for (let t = 0; t < times.length; t++) {
    cycles.forEach((cycle, k) => {
      const angle = 2 * Math.PI * cycle.phase(times[t]);
      values[t * F + 2 * k] = Math.sin(angle);
      values[t * F + 2 * k + 1] = Math.cos(angle);
    });
  }
  return { names, values };
}

function cyclesOf(frequency: Frequency, period: number): Cycle[] {
  const { unit, every, regular } = frequency;
  const cycles: Cycle[] = [];
  const seen = new Set<number>();
  const add = (cycle: Cycle, steps: number) => {
    cycles.push(cycle);
    seen.add(steps);
  };
  if (unit === 'month') {
    if (every < 12) add(monthOfYear, 12 / every);
  } else if (unit !== 'step') {
    const seconds = unit === 'weekday' ? 86400 : every;
    if (seconds < 86400) add(hourOfDay, 86400 / seconds);
    if (seconds < 604800) add(dayOfWeek, unit === 'weekday' ? 5 : 604800 / seconds);
    add(dayOfYear, seconds === 604800 ? 52 : 365);
  }
  if (regular && period > 1 && !seen.has(period)) {
    const phase = (time: number) =>
      remainder(Math.round(slotOfTime(time, frequency) / every), period) / period;
    cycles.push({ name: `season of ${period} steps`, phase });
  }
  return cycles;
}

const monthOfYear: Cycle = {
  name: 'month of the year',
  phase: (time) => (civilFromTime(time).month - 1) / 12,
};

const dayOfYear: Cycle = {
  name: 'day of the year',
  phase(time) {
    const { year } = civilFromTime(time);
    const start = daysFromCivil(year, 1, 1);
    return (Math.floor(time / day) - start) / (daysFromCivil(year + 1, 1, 1) - start);
  },
};

const dayOfWeek: Cycle = { name: 'day of the week', phase: (time) => weekday(time) / 7 };

const hourOfDay: Cycle = { name: 'hour of the day', phase: (time) => remainder(time, day) / (24 * hour) };
