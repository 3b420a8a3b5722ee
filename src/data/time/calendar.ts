/**
 * The proleptic Gregorian calendar in UTC. JavaScript's Date is not used for it: it reads the years 0 to 99 as
 * 1900 to 1999, and series that count their years from 1 exist.
 */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A day; `month` and `day` count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days from 1970-01-01 to a date (H. Hinnant, chrono-compatible low-level date algorithms, 2013). */
export function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The date that lies `days` after 1970-01-01; the inverse of `daysFromCivil`. */
export function civilFromDays(days: number): CivilDate {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** The date of a time in milliseconds since 1970-01-01. */
export function civilFromTime(time: number): CivilDate {
  return civilFromDays(Math.floor(time / day));
}

export function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return next - daysFromCivil(year, month, 1);
}

/** Day of the week of a time, 0 for Monday to 6 for Sunday. */
export function weekday(time: number): number {
  return remainder(Math.floor(time / day) + 3, 7);
}

/** `a` modulo `n`, never negative. */
export function remainder(a: number, n: number): number {
  return a - n * Math.floor(a / n);
}

/** Milliseconds since 1970-01-01 of a date and a time of day, or undefined where there is no such time. */
export function timeFromParts(
  year: number,
  month: number,
  dayOfMonth: number,
  hours = 0,
  minutes = 0,
  seconds = 0,
): number | undefined {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return undefined;
  if (hours > 23 || minutes > 59 || seconds >= 60) return undefined;
  const clock = hours * hour + minutes * minute + Math.round(seconds * 1000);
  return daysFromCivil(year, month, dayOfMonth) * day + clock;
}
