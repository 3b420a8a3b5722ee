/** Numbers and durations as people read them. Digits are grouped by commas, as in 12,345. */

/** A measured value with about four significant digits: 0.001234, 1.234, 12.34, 123.4, 12,340. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'not a number' : value > 0 ? 'infinite' : '-infinite';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(2);
  if (size >= 999.95) return formatCount(value);
  return value.toFixed(Math.max(1, Math.min(7, 3 - Math.floor(Math.log10(size)))));
}

/** A whole number: 12,345. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A count of things: 1 step, 1,200 steps. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A rate in few letters: 0.52, 8.1, 350, 12k, 3.4M. */
export function formatRate(value: number): string {
  if (value >= 9.95e5) return `${(value / 1e6).toFixed(value < 9.95e6 ? 1 : 0)}M`;
  if (value >= 999.5) return `${(value / 1e3).toFixed(value < 9.95e3 ? 1 : 0)}k`;
  return value.toFixed(value < 0.995 ? 2 : value < 9.95 ? 1 : 0);
}

/** A duration in its two largest units: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [large, unit, small, part] =
    whole < 3600
      ? [Math.floor(whole / 60), 'min', whole % 60, 's']
      : [Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min'];
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${part}`;
}

/** 812 bytes, 4.1 KB, 12 MB (decimal). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${size.toFixed(size < 9.95 ? 1 : 0)} ${units[unit]}`;
}

/** "a", "a or b", "a, b or c". */
export function formatList(items: readonly string[], last: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}
