import { incompleteBeta } from './incompleteBeta.ts';

/**
 * The least count k with P(Y <= k) >= level, of the negative binomial distribution with this mean and the variance
 * mean + dispersion mean^2; both above 0.
 */
export function negativeBinomialQuantile(level: number, mean: number, dispersion: number): number {
  let high = Math.max(1, Math.ceil(mean));
  while (negativeBinomialProbability(high, mean, dispersion) < level) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (negativeBinomialProbability(middle, mean, dispersion) < level) low = middle;
    else high = middle;
  }
  return high;
}

/** P(Y >= count) */
export function negativeBinomialTail(count: number, mean: number, dispersion: number): number {
  if (count <= 0) return 1;
  const size = 1 / dispersion;
  return incompleteBeta(mean / (size + mean), Math.ceil(count), size);
}

/** P(Y <= count): the regularised incomplete beta function. */
export function negativeBinomialProbability(count: number, mean: number, dispersion: number): number {
  if (count < 0) return 0;
  const size = 1 / dispersion;
  return incompleteBeta(size / (size + mean), size, Math.floor(count) + 1);
}
