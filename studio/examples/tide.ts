import { normal, stream } from 'unrolled';

/** Hours in the series: eight weeks. */
const HOURS = 24 * 56;

/** Tidal constituents of a harbour that does not exist: metres, hours, phase. */
const parts = [
  [1.2, 12.4206, 0.4],
  [0.42, 12, 1.1],
  [0.28, 23.9345, 2.3],
  [0.2, 25.8193, 0.2],
] as const;

/** An hourly water level as a CSV file: four tides on top of each other, and some wind. */
export function tide(): string {
  const source = stream(11);
  let wind = 0;
  const rows = Array.from({ length: HOURS }, (_, hour) => {
    wind = 0.9 * wind + 0.03 * normal(source, hour);
    const level = parts.reduce(
      (sum, [height, period, phase]) => sum + height * Math.cos((2 * Math.PI * hour) / period + phase),
      wind,
    );
    const time = new Date(Date.UTC(2026, 2, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
    return `${time},${level.toFixed(3)}`;
  });
  return ['time,level', ...rows, ''].join('\n');
}
