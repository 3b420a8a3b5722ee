import type { Forecast } from './forecastFuture.ts';

/** The columns of a table of forecasts. */
export const tableColumns = ['time', 'median', '80 % from', 'to', '95 % from', 'to'] as const;

/** A row for each step: the time, then numbers as texts, all with the same decimals. */
export function tableRows({ times, median, lower80, upper80, lower95, upper95 }: Forecast): string[][] {
  const decimals = decimalsFor([...median, ...lower95, ...upper95]);
  return times.map((time, k) => [
    time,
    ...[median, lower80, upper80, lower95, upper95].map((values) => values[k].toFixed(decimals)),
  ]);
}

/** As many decimals as show three significant digits of the typical value, or of the differences between values. */
function decimalsFor(values: readonly number[]): number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const size = high > low ? Math.min(high - low, Math.max(Math.abs(low), Math.abs(high))) : Math.abs(high);
  if (!(size > 0) || !Number.isFinite(size)) return 0;
  return Math.min(10, Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/** Lines of a table for a terminal: the first column to the left, the others to the right. */
export function drawForecastTable(forecast: Forecast): string[] {
  const rows = [[...tableColumns], ...tableRows(forecast)];
  const widths = tableColumns.map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('  '),
  );
}
