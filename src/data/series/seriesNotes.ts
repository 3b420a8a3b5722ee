import type { FoundTimes } from '../time/findTimes.ts';
import { formatTime } from '../time/formatTime.ts';
import { frequencyName, seasonalPeriod } from '../time/frequency.ts';
import { defaultFillLimit } from './interpolate.ts';
import type { Series } from './series.ts';

/** What the time axis is, for people. */
export function axisNotes(series: readonly Series[], found: FoundTimes | undefined): string[] {
  const { frequency } = series[0];
  if (!found) return ['There is no column of times: the rows are taken as evenly spaced steps.'];
  const axes = series.map(({ times, future }) => (times.length > 0 ? times : future));
  const first = Math.min(...axes.map((times) => times[0]));
  const last = Math.max(...axes.map((times) => times[times.length - 1]));
  const columns = found.columns.map((name) => `'${name}'`).join(', ');
  const span = `${formatTime(first, frequency)} to ${formatTime(last, frequency)}`;
  if (!frequency.regular) {
    return [`Times come from ${columns} (${found.form}), ${span}, unevenly spaced: only their order counts.`];
  }
  const period = seasonalPeriod(frequency);
  const season = period > 1 ? `, a season of ${period} steps` : '';
  return [`Times come from ${columns} (${found.form}): ${frequencyName(frequency)}, ${span}${season}.`];
}

/** What is known ahead, and how far. */
export function aheadNotes(series: readonly Series[]): string[] {
  const [{ known, frequency }] = series;
  if (known.length === 0) return [];
  const names = known.map(({ name }) => `'${name}'`).join(', ');
  const last = Math.max(...series.map(({ future }) => future.at(-1) ?? Number.NEGATIVE_INFINITY));
  const until = Number.isFinite(last) ? `, and the file holds it up to ${formatTime(last, frequency)}` : '';
  return [`Known ahead: ${names}${until}.`];
}

/** How many steps have no row, and where the first of them are. */
export function gapNotes(series: readonly Series[]): string[] {
  const filled = series.reduce((sum, one) => sum + one.filled, 0);
  if (filled === 0) return [];
  const steps = series.reduce((sum, one) => sum + one.times.length, 0);
  const places = series.flatMap(({ gaps, times, frequency }) =>
    gaps
      .slice(0, 4)
      .map((gap) => `${gap.steps} after ${formatTime(times[gap.after], frequency)} (line ${gap.line})`),
  );
  const more = places.length > 3 ? ', ...' : '';
  return [
    `${filled} of ${steps} steps have no row and count as missing: ${places.slice(0, 3).join(', ')}${more}.`,
  ];
}

/** How many target values are missing, and what becomes of them. */
export function missingNotes(series: readonly Series[], limit: number = defaultFillLimit): string[] {
  const missing = series.reduce((sum, one) => sum + one.missing, 0);
  if (missing === 0) return [];
  const values = series.reduce((sum, one) => sum + one.times.length * one.targets.length, 0);
  const lines = `they are interpolated over gaps of at most ${limit} steps`;
  const rule = `as inputs ${limit === 0 ? 'the value before stands in for each' : lines}`;
  return [`${missing} of ${values} target values are missing: they count in no score, and ${rule}.`];
}
