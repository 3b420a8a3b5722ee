/**
 * The gamma function's logarithm and its first two derivatives for x > 0, in float64: the recurrence lifts the
 * argument to 10 or more, Stirling's series does the rest. C kernels compute these in double too.
 */

/** log(Gamma(x)). */
export function logGamma(x: number): number {
  let product = 1;
  while (x < 10) product *= x++;
  const r = 1 / (x * x);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188))))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** d/dx log(Gamma(x)). */
export function digamma(x: number): number {
  let sum = 0;
  while (x < 10) sum += 1 / x++;
  const r = 1 / (x * x);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132)))));
  return Math.log(x) - 0.5 / x - series - sum;
}

/** The second derivative of log(Gamma(x)). */
export function trigamma(x: number): number {
  let sum = 0;
  while (x < 10) {
    sum += 1 / (x * x);
    x++;
  }
  const r = 1 / (x * x);
  const series = r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66)))));
  return sum + (1 + 0.5 / x + series) / x;
}
