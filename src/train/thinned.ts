/** A series of any length in bounded memory: every stride-th point, and the last. Plain data. */
export type Thinned<P> = { count: number; stride: number; points: P[]; last: P | null };

const MOST = 1000;

export function emptySeries<P>(): Thinned<P> {
  return { count: 0, stride: 1, points: [], last: null };
}

/** Adds a point; when there are more than 1000, every second one goes and the stride doubles. */
export function addPoint<P>(series: Thinned<P>, point: P): void {
  if (series.count % series.stride === 0) series.points.push(point);
  series.last = point;
  series.count++;
  if (series.points.length <= MOST) return;
  series.points = series.points.filter((_, k) => k % 2 === 0);
  series.stride *= 2;
}

/** The points that are left, with the first and the last of all. */
export function seriesPoints<P>({ count, stride, points, last }: Thinned<P>): P[] {
  const lastIsAmongThem = (count - 1) % stride === 0;
  return last === null || lastIsAmongThem ? [...points] : [...points, last];
}
