import { incompleteBeta } from './incompleteBeta.ts';

/**
 * The quantile of the standard Student's t with `degrees` > 0 degrees of freedom, by bisection of its distribution
 * function to double precision.
 */
export function studentTQuantile(level: number, degrees: number): number {
  if (level === 0.5) return 0;
  if (level < 0.5) return -studentTQuantile(1 - level, degrees);
  let low = 0;
  let high = 1;
  while (studentTTail(high, degrees) > 1 - level) high *= 2;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (studentTTail(middle, degrees) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T > t) for t >= 0: half the incomplete beta function of degrees/2 and 1/2 at degrees / (degrees + t^2). */
export function studentTTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}
