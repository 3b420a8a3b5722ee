import { civilFromTime, day, daysInMonth, remainder, weekday } from './calendar.ts';
import type { Frequency } from './frequency.ts';
import { slotOfTime } from './frequency.ts';

/** An axis that would be filled to more than this many times its rows counts as irregular. */
const mostGrowth = 3;

/**
 * The frequency that the time axes of one data set share. `axes` hold strictly increasing times: milliseconds,
 * or whole numbers where `kind` is 'step'. The step is the most common distance; where another distance is not
 * a multiple of it, or hardly any step of the grid is there, the axes are irregular.
 */
export function inferFrequency(axes: readonly Float64Array[], kind: 'calendar' | 'step'): Frequency {
  const candidates =
    kind === 'step'
      ? [evenly(axes, 'step', 1)]
      : [monthly(axes), weekdays(axes), evenly(axes, 'second', 1000)];
  for (const candidate of candidates) {
    if (candidate && gridGrowth(axes, candidate) <= mostGrowth) return candidate;
  }
  const unit = kind === 'step' ? 'step' : 'second';
  const all = distances(axes).sort((a, b) => a - b);
  const median = all.length === 0 ? 1 : all[all.length >> 1] / (kind === 'step' ? 1 : 1000);
  return { unit, every: median, regular: false };
}

/** Steps of the grid per time of the axes; 1 without gaps. */
export function gridGrowth(axes: readonly Float64Array[], frequency: Frequency): number {
  if (!frequency.regular) return Number.POSITIVE_INFINITY;
  let steps = 0;
  let rows = 0;
  for (const axis of axes) {
    if (axis.length === 0) continue;
    const span = slotOfTime(axis[axis.length - 1], frequency) - slotOfTime(axis[0], frequency);
    steps += span / frequency.every + 1;
    rows += axis.length;
  }
  return steps / rows;
}

/** Every time on the same day of its month (or its last day, where that month is shorter) and at one time of day. */
function monthly(axes: readonly Float64Array[]): Frequency | undefined {
  const clock = commonClock(axes);
  if (clock === undefined) return undefined;
  const dates = axes.map((axis) => Array.from(axis, civilFromTime));
  let last = 0;
  for (const date of dates.flat()) last = Math.max(last, date.day);
  let every = 0;
  for (const axis of dates) {
    for (let t = 0; t < axis.length; t++) {
      const { year, month, day: dayOfMonth } = axis[t];
      if (dayOfMonth !== Math.min(last, daysInMonth(year, month))) return undefined;
      if (t > 0) every = gcd((year - axis[t - 1].year) * 12 + month - axis[t - 1].month, every);
    }
  }
  return every === 0 ? undefined : { unit: 'month', every, regular: true, day: last, clock };
}

/** Daily without any Saturday or Sunday over at least one weekend. */
function weekdays(axes: readonly Float64Array[]): Frequency | undefined {
  const clock = commonClock(axes);
  if (clock === undefined) return undefined;
  if (axes.some((axis) => axis.some((time) => weekday(time) > 4))) return undefined;
  const all = distances(axes);
  const weekends = all.filter((distance) => distance === 3 * day).length;
  if (weekends === 0 || mostCommon(all) !== day) return undefined;
  return { unit: 'weekday', every: 1, regular: true, clock };
}

function evenly(axes: readonly Float64Array[], unit: 'second' | 'step', size: number): Frequency | undefined {
  const all = distances(axes);
  const every = mostCommon(all);
  if (every === undefined || all.some((distance) => distance % every !== 0)) return undefined;
  return { unit, every: every / size, regular: true };
}

function commonClock(axes: readonly Float64Array[]): number | undefined {
  const first = axes.find((axis) => axis.length > 0);
  if (!first) return undefined;
  const clock = remainder(first[0], day);
  return axes.every((axis) => axis.every((time) => remainder(time, day) === clock)) ? clock : undefined;
}

function distances(axes: readonly Float64Array[]): number[] {
  const all: number[] = [];
  for (const axis of axes) {
    for (let t = 1; t < axis.length; t++) all.push(axis[t] - axis[t - 1]);
  }
  return all;
}

/** The most common value, the smaller one of several; undefined of none. */
function mostCommon(values: readonly number[]): number | undefined {
  const tally = new Map<number, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  let best: number | undefined;
  let most = 0;
  for (const [value, count] of tally) {
    if (count > most || (count === most && value < (best ?? value))) {
      best = value;
      most = count;
    }
  }
  return best;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
