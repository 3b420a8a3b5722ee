export interface Point {
  readonly x: number;
  readonly y: number;
}

/** At most `most` points of a long line: means of stretches of equal length, each at its middle. */
export function thin(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const edge = (k: number): number => Math.round((k * points.length) / most);
  return Array.from({ length: most }, (_, k) => {
    const part = points.slice(edge(k), edge(k + 1));
    const mean = (of: (point: Point) => number): number =>
      part.reduce((sum, point) => sum + of(point), 0) / part.length;
    return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  });
}
