import { formatTime } from '../../data/time/formatTime.ts';
import type { Frequency } from '../../data/time/frequency.ts';
import type { LabelTicks, LineChart } from '../../formats/draw/lineChart.ts';
import { cycleLength, cyclesOf, phaseOf } from './calendarCycles.ts';
import type { Forecast } from './forecastFuture.ts';
import { observedOnly } from './frame.ts';
import type { Source } from './source.ts';

/** The end of a series, at most `most` steps, its forecast, and an interval around it. */
export function forecastChart(
  { frame: { series } }: Source,
  forecast: Forecast,
  target: number,
  { most, interval, period }: { most: number; interval: 80 | 95; period: number },
): LineChart {
  const values = observedOnly(series.targets[target]);
  const from = Math.max(0, values.length - most);
  const history = Array.from(values.subarray(from));
  const start = history.length;
  const [lower, upper] =
    interval === 80 ? [forecast.lower80, forecast.upper80] : [forecast.lower95, forecast.upper95];
  const times = Array.from(series.times.subarray(from), (time) => formatTime(time, series.frequency));
  return {
    title: titleOf(forecast),
    series: [
      { name: 'observed', values: history, style: 'line' },
      { name: 'forecast (median)', values: [...forecast.median], start, style: 'marks' },
    ],
    band: { name: `${interval} % interval`, lower: [...lower], upper: [...upper], start },
    labels: [...times, ...forecast.times],
    ticks: seasonTicks(series.times.subarray(from), series.frequency, period),
  };
}

/** Where a cycle of the calendar begins, or the season of plain steps: Januaries, Mondays, midnights. */
function seasonTicks(times: Float64Array, frequency: Frequency, period: number): LabelTicks | undefined {
  const [cycle] = cyclesOf(frequency, period);
  if (cycle === undefined) return undefined;
  const step = cycleLength(cycle, frequency, period);
  const first = times.findIndex((time) => phaseOf(cycle, time, frequency, period) === 0);
  return first >= 0 && Number.isInteger(step) ? { first, step } : undefined;
}

/** What a forecast is of. */
export function titleOf({ id, target, times }: Forecast): string {
  const name = id === '' ? target : `${id}: ${target}`;
  return `${name}, ${times[0]} to ${times[times.length - 1]}`;
}

/** Steps of history that are worth seeing beside a forecast. */
export function shownHistory(period: number, horizon: number): number {
  return Math.max(4 * horizon, Math.min(3 * period, 20 * horizon), 24);
}
