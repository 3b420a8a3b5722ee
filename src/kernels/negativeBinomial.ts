import { digamma, logGamma } from './gamma.ts';
import { kernel } from './kernel.ts';

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * losses[n] = -log probability of the count `target` under the negative binomial with mean m = softplus(mean), at least
 * 1e-30, and variance m + a m^2, a = softplus(dispersion), at least 1e-8; and its derivatives by the two inputs. In
 * double: with r = 1/a, differences of logGamma(r) and logGamma(target + r) cancel.
 */
export const negativeBinomial = kernel(
  'negativeBinomial',
  ['mean', 'dispersion', 'target', 'losses', 'dmean', 'ddispersion', 'n'],
  ({ f }, { mean, dispersion, target, losses, dmean, ddispersion, n }) => {
    for (let j = 0; j < n; j++) {
      const m = Math.max(softplus(f[mean + j]), 1e-30);
      const a = Math.max(softplus(f[dispersion + j]), 1e-8);
      const r = 1 / a;
      const count = f[target + j];
      const spread = Math.log1p(a * m);
      const combinations = logGamma(r) - logGamma(count + r) + logGamma(count + 1);
      const byMean = (m - count) / (m * (1 + a * m));
      const byDispersion = -r * r * (digamma(r) - digamma(count + r) + spread) + byMean * m * r;
      f[losses + j] = combinations + (r + count) * spread - count * Math.log(a * m);
      f[dmean + j] = byMean * sigmoid(f[mean + j]);
      f[ddispersion + j] = byDispersion * sigmoid(f[dispersion + j]);
    }
  },
  ({ n }) => 200 * n,
);
