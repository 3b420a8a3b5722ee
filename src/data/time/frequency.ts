import { civilFromTime, day, daysFromCivil, daysInMonth, weekday } from './calendar.ts';

/**
 * The distance between the steps of a time axis; plain data, stored with a model. Times are milliseconds since
 * 1970-01-01 UTC, but whole numbers as written where the unit is 'step'.
 */
export interface Frequency {
  /** 'weekday' has five steps a week, Monday to Friday. */
  readonly unit: 'month' | 'weekday' | 'second' | 'step';
  /** Units from one step to the next; where not regular, the median. */
  readonly every: number;
  /** Whether every step lies on the grid. An irregular axis keeps its order only, and nothing is filled in. */
  readonly regular: boolean;
  /** Unit 'month': the day of the month, or the last day of shorter months (31 is the end of each month). */
  readonly day?: number;
  /** Units 'month' and 'weekday': milliseconds after midnight. */
  readonly clock?: number;
}

/** The axis of a series without times: 0, 1, 2, ... */
export const plainSteps: Frequency = { unit: 'step', every: 1, regular: true };

/** The position of a time on the axis, in units. */
export function slotOfTime(time: number, frequency: Frequency): number {
  if (frequency.unit === 'step') return time;
  if (frequency.unit === 'second') return time / 1000;
  if (frequency.unit === 'weekday') {
    const days = Math.floor(time / day);
    return ((days + 3 - weekday(time)) / 7) * 5 + weekday(time);
  }
  const date = civilFromTime(time);
  return date.year * 12 + date.month - 1;
}

/** The time at a position; the inverse of `slotOfTime` for the times of the axis. */
export function timeOfSlot(slot: number, frequency: Frequency): number {
  const { unit, clock = 0 } = frequency;
  if (unit === 'step') return slot;
  if (unit === 'second') return slot * 1000;
  if (unit === 'weekday') {
    const week = Math.floor(slot / 5);
    return (week * 7 - 3 + slot - week * 5) * day + clock;
  }
  const year = Math.floor(slot / 12);
  const month = slot - year * 12 + 1;
  return daysFromCivil(year, month, Math.min(frequency.day ?? 1, daysInMonth(year, month))) * day + clock;
}

/** How people call it: monthly, daily, every 15 minutes, ... */
export function frequencyName({ unit, every, regular }: Frequency): string {
  if (!regular) return 'irregular';
  const names: Record<string, string> = {
    'month 1': 'monthly',
    'month 3': 'quarterly',
    'month 12': 'yearly',
    'weekday 1': 'daily on weekdays',
    'second 604800': 'weekly',
    'second 86400': 'daily',
    'second 3600': 'hourly',
    'second 60': 'every minute',
    'second 1': 'every second',
    'step 1': 'step by step',
  };
  const known = names[`${unit} ${every}`];
  if (known !== undefined) return known;
  if (unit === 'month' && every % 12 === 0) return `every ${every / 12} years`;
  if (unit !== 'second') return `every ${every} ${unit}s`;
  for (const [name, size] of [
    ['days', 86400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const) {
    if (every % size === 0) return `every ${every / size} ${name}`;
  }
  return `every ${every} seconds`;
}

/**
 * The steps after which a season usually repeats: 12 monthly, 4 quarterly, 52 weekly, 7 daily, 5 on weekdays,
 * a day for hours and minutes, an hour for seconds; 1 (no season) for years, plain steps, irregular axes, and
 * where the season is not a whole number of steps.
 */
export function seasonalPeriod({ unit, every, regular }: Frequency): number {
  if (!regular || unit === 'step') return 1;
  if (unit === 'weekday') return 5;
  if (unit === 'month') return whole(12 / every);
  if (every % 604800 === 0) return whole(52 / (every / 604800));
  if (every >= 86400) return every === 86400 ? 7 : 1;
  return every >= 60 ? whole(86400 / every) : whole(3600 / every);
}

function whole(period: number): number {
  return Number.isInteger(period) ? period : 1;
}
