export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** About `count` round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`, with their texts. */
export function niceTicks(low: number, high: number, count: number): Tick[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  // The borders are the geometric means of 1, 2, 5 and 10.
  const step = power * (ratio < Math.SQRT2 ? 1 : ratio < Math.sqrt(10) ? 2 : ratio < Math.sqrt(50) ? 5 : 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  if (!(last - first < 1000)) return []; // a range too narrow or too wide for floating point
  const values = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  const texts = tickTexts(values, step);
  return values.map((value, i) => ({ value, text: texts[i] }));
}

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
] as const;

/** All ticks of an axis in one unit and with the same decimals, as many as the step needs. */
function tickTexts(values: readonly number[], step: number): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1e16 || step < 1e-6)
    return values.map((value) => (value === 0 ? '0' : value.toExponential()));
  const [from, suffix] = units.find(([least]) => largest >= least) ?? [1, ''];
  const unit = suffix === 'k' ? 1000 : from;
  const decimals = Math.max(0, -Math.floor(Math.log10((step / unit) * 1.000001)));
  return values.map((value) => (value === 0 ? '0' : (value / unit).toFixed(decimals) + suffix));
}
