import { civilFromTime, day, hour, minute, remainder } from './calendar.ts';
import type { Frequency } from './frequency.ts';

/**
 * A time as text, as exact as its axis needs: 1949, 1949-01, 1949-01-31, 1949-01-31 18:00, 1949-01-31 18:00:05;
 * as exact as the time itself on an irregular axis; the plain number where the axis counts steps. `parseTimes` reads each of them.
 */
export function formatTime(time: number, frequency: Frequency): string {
  const { unit, every, regular } = frequency;
  if (unit === 'step') return String(time);
  const date = civilFromTime(time);
  const year = String(date.year);
  const month = `${year}-${two(date.month)}`;
  const atMidnight = remainder(time, day) === 0;
  if (unit === 'month' && date.day === 1 && frequency.day === 1 && atMidnight) {
    return every % 12 === 0 && date.month === 1 ? year : month;
  }
  const written = `${month}-${two(date.day)}`;
  const wholeDays = unit !== 'second' || !regular || (every * 1000) % day === 0;
  if (wholeDays && atMidnight) return written;
  const clock = remainder(time, day);
  const short = `${written} ${two(Math.floor(clock / hour))}:${two(Math.floor(clock / minute) % 60)}`;
  if (clock % minute === 0 && (!regular || (every * 1000) % minute === 0)) return short;
  const milliseconds = Math.floor(clock % 1000);
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`;
  return `${short}:${two(Math.floor(clock / 1000) % 60)}${fraction}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
