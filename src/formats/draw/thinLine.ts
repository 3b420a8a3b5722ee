/** A point in pixels; y is not finite in a gap. */
export type Point = readonly [x: number, y: number];

/**
 * Leaves of each pixel column the first, lowest, highest and last point: a line through them looks the same.
 * Short lines stay as they are.
 */
export function thinLine(points: readonly Point[], width: number): readonly Point[] {
  if (points.length <= 4 * width) return points;
  const kept: Point[] = [];
  for (let from = 0; from < points.length; ) {
    const column = Math.floor(points[from][0]);
    let to = from;
    let [low, high] = [from, from];
    let gap = false;
    for (; to < points.length && Math.floor(points[to][0]) === column; to++) {
      const y = points[to][1];
      if (!Number.isFinite(y)) gap = true;
      if (y < points[low][1] || !Number.isFinite(points[low][1])) low = to;
      if (y > points[high][1] || !Number.isFinite(points[high][1])) high = to;
    }
    const places = new Set([from, Math.min(low, high), Math.max(low, high), to - 1]);
    for (const place of places) kept.push(points[place]);
    if (gap) kept.push([column, Number.NaN]);
    from = to;
  }
  return kept;
}
