import { normal, stream } from '../../../src/support/random.ts';

/** Months of a made-up business: a trend, a season of 12, and noise. */
export function seasonal(length: number, { noise = 1, trend = 0.3, seed = 1, level = 100 } = {}): number[] {
  return Array.from(
    { length },
    (_, t) => level + trend * t + 12 * Math.sin((2 * Math.PI * t) / 12) + noise * normal(stream(seed), t),
  );
}

/** The same as rows with a column of months from January 2000 on. */
export function monthlyRows(values: readonly number[], first = 0): { month: string; sales: number }[] {
  return values.map((sales, k) => {
    const t = first + k;
    return { month: `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}`, sales };
  });
}
