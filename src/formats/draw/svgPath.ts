import type { Point } from './thinLine.ts';

/** One decimal: a tenth of a pixel is finer than anyone sees, and files stay small. */
export function round(x: number): number {
  return Math.round(x * 10) / 10;
}

/** The `d` of a path through points; gaps (y not finite) part it, and a point alone becomes a dot. */
export function linePath(points: readonly Point[]): string {
  let path = '';
  let open = false;
  points.forEach(([x, y], i) => {
    if (!Number.isFinite(y)) {
      open = false;
      return;
    }
    const alone = !open && !Number.isFinite(points[i + 1]?.[1] ?? Number.NaN);
    path += `${open ? 'L' : 'M'}${round(x)} ${round(y)}${alone ? 'h0' : ''}`;
    open = true;
  });
  return path;
}

/** The `d` of the area between two lines over the same x; where either has a gap, the area has one. */
export function areaPath(lower: readonly Point[], upper: readonly Point[]): string {
  let path = '';
  const whole = (i: number): boolean => Number.isFinite(lower[i]?.[1]) && Number.isFinite(upper[i]?.[1]);
  const count = Math.min(lower.length, upper.length);
  for (let from = 0; from < count; from++) {
    if (!whole(from)) continue;
    let to = from;
    while (to + 1 < count && whole(to + 1)) to++;
    path += `${linePath([...upper.slice(from, to + 1), ...lower.slice(from, to + 1).reverse()])}Z`;
    from = to;
  }
  return path;
}
