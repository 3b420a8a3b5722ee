const GRAIN = 2 ** 18;

/** The size to grow a heap to that needs `elements`: somewhat more, so that views are seldom replaced. */
export function growth(capacity: number, elements: number, limit: number): number {
  const size = Math.ceil(Math.max(elements, 1.5 * capacity) / GRAIN) * GRAIN;
  return Math.max(elements, Math.min(size, limit));
}
