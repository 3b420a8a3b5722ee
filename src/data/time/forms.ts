import { hour, minute, timeFromParts } from './calendar.ts';

/** One way of writing times. */
export interface TimeForm {
  /** As errors and notes call it. */
  readonly name: string;
  /** Milliseconds since 1970-01-01 UTC; for `stepForm` the number itself. Undefined where the cell is not of this form. */
  parse(cell: string): number | undefined;
}

const clock = '(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?)?';
const isoPattern = new RegExp(
  `^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${clock}\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?$`,
  'i',
);
const threePartPattern = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${clock}$`);
const namedDayPattern = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})$/i;
const namedMonthPattern = /^([a-z]{3,9})\.?[ -](\d{4})$|^(\d{4})[ -]([a-z]{3,9})\.?$/i;
const monthNames =
  'january february march april may june july august september october november december'.split(' ');

/** yyyy-mm-dd, also with slashes or points, with or without a time of day and an offset from UTC. */
export const isoForm: TimeForm = {
  name: 'year-month-day',
  parse(cell) {
    const parts = isoPattern.exec(cell);
    if (!parts) return undefined;
    const [, year, , month, dayOfMonth, hours, minutes, seconds, zone] = parts;
    const time = fromText(year, month, dayOfMonth, hours, minutes, seconds);
    return time === undefined ? undefined : time - zoneOffset(zone);
  },
};

/** yyyy-mm, as 1949-01 (also 1949/01 and 1949M01): the first of that month. */
export const monthForm: TimeForm = {
  name: 'year-month',
  parse(cell) {
    const parts = /^(\d{4})[-/M](\d{1,2})$/i.exec(cell);
    return parts ? fromText(parts[1], parts[2], '1') : undefined;
  },
};

/** Year-month with years counted from 1, as 1-01: only in a column that is known to hold times. */
export const shortMonthForm: TimeForm = {
  name: 'year-month (years from 1)',
  parse(cell) {
    const parts = /^(\d{1,3})-(\d{1,2})$/.exec(cell);
    return parts ? fromText(parts[1], parts[2], '1') : undefined;
  },
};

/** yyyyQq, as 1990-Q2: the first day of that quarter. */
export const quarterForm: TimeForm = {
  name: 'year and quarter',
  parse(cell) {
    const parts = /^(\d{4})[- ]?Q([1-4])$/i.exec(cell);
    return parts ? timeFromParts(Number(parts[1]), 3 * Number(parts[2]) - 2, 1) : undefined;
  },
};

/** English month names: 3 Jan 2020, Jan 2020, 2020 January. */
export const namedMonthForm: TimeForm = {
  name: 'month by name',
  parse(cell) {
    const withDay = namedDayPattern.exec(cell);
    if (withDay) return fromText(withDay[3], monthNumber(withDay[2]), withDay[1]);
    const parts = namedMonthPattern.exec(cell);
    return parts ? fromText(parts[2] ?? parts[3], monthNumber(parts[1] ?? parts[4]), '1') : undefined;
  },
};

/** dd/mm/yyyy, dd-mm-yyyy, dd.mm.yyyy, with or without a time of day. */
export const dayFirstForm: TimeForm = {
  name: 'day/month/year',
  parse(cell) {
    const parts = threePartPattern.exec(cell);
    return parts ? fromText(parts[4], parts[3], parts[1], parts[5], parts[6], parts[7]) : undefined;
  },
};

/** mm/dd/yyyy, mm-dd-yyyy; with points the day always comes first. */
export const monthFirstForm: TimeForm = {
  name: 'month/day/year',
  parse(cell) {
    const parts = threePartPattern.exec(cell);
    if (!parts || parts[2] === '.') return undefined;
    return fromText(parts[4], parts[1], parts[3], parts[5], parts[6], parts[7]);
  },
};

/** yyyymmdd, as 19810101. */
export const compactDayForm: TimeForm = {
  name: 'yyyymmdd',
  parse(cell) {
    const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
    return parts ? fromText(parts[1], parts[2], parts[3]) : undefined;
  },
};

/** yyyymm, as 194901. */
export const compactMonthForm: TimeForm = {
  name: 'yyyymm',
  parse(cell) {
    const parts = /^(\d{4})(\d{2})$/.exec(cell);
    return parts ? fromText(parts[1], parts[2], '1') : undefined;
  },
};

/** yyyy: the first day of that year. */
export const yearForm: TimeForm = {
  name: 'year',
  parse: (cell) => (/^\d{4}$/.test(cell) ? timeFromParts(Number(cell), 1, 1) : undefined),
};

export const epochSecondsForm: TimeForm = {
  name: 'seconds since 1970',
  parse: (cell) => (/^\d{9,10}(\.\d+)?$/.test(cell) ? Math.round(Number(cell) * 1000) : undefined),
};

export const epochMillisecondsForm: TimeForm = {
  name: 'milliseconds since 1970',
  parse: (cell) => (/^\d{12,13}$/.test(cell) ? Number(cell) : undefined),
};

/** Whole numbers that count steps; the only form whose values are not milliseconds. */
export const stepForm: TimeForm = {
  name: 'whole numbers',
  parse: (cell) => (/^[+-]?\d+(\.0*)?$/.test(cell) ? Number(cell) : undefined),
};

function fromText(
  year: string,
  month: string,
  dayOfMonth: string,
  hours = '0',
  minutes = '0',
  seconds = '0',
): number | undefined {
  return timeFromParts(
    Number(year),
    Number(month),
    Number(dayOfMonth),
    Number(hours),
    Number(minutes),
    Number(seconds),
  );
}

/** The number of an English month by its name or the first letters of it; 0 for another word. */
function monthNumber(name: string): string {
  return String(monthNames.findIndex((month) => month.startsWith(name.toLowerCase())) + 1);
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const size = Number(digits.slice(0, 2)) * hour + Number(digits.slice(2) || '0') * minute;
  return zone.startsWith('-') ? -size : size;
}
