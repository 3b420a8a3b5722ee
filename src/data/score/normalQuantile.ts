import { normalProbability } from './normalProbability.ts';

/**
 * The number that a standard normal variable lies below with this probability, 0 < level < 1, to double precision: a
 * rational approximation (Abramowitz and Stegun, 1964, 26.2.23) and Newton's method.
 */
export function normalQuantile(level: number): number {
  if (level === 0.5) return 0;
  if (level > 0.5) return -normalQuantile(1 - level);
  const t = Math.sqrt(-2 * Math.log(level));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let k = 0; k < 3; k++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z -= (normalProbability(z) - level) / density;
  }
  return z;
}
