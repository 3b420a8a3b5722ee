/**
 * P(Z <= z) of a standard normal variable, with a relative error below 1e-13 also in the lower tail: the series of the
 * error function near 0, a continued fraction in the tails (Abramowitz and Stegun, 1964, 26.2.11 and 26.2.14).
 */
export function normalProbability(z: number): number {
  if (z > 0) return 1 - normalProbability(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < -3) return density / tailFraction(-z);
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density * sum;
}

/** z + 1 / (z + 2 / (z + 3 / ...)) */
function tailFraction(z: number): number {
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return fraction;
}
