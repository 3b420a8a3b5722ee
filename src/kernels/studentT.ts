import { digamma, logGamma } from './gamma.ts';
import { kernel } from './kernel.ts';

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * losses[n] = -log density of `target` under Student's t with df = 2 + softplus(freedom) degrees of freedom, location
 * `location` and scale softplus(scale) + 1e-6, and its derivatives by the three. In double: a difference of logGamma
 * cancels.
 */
export const studentT = kernel(
  'studentT',
  ['freedom', 'location', 'scale', 'target', 'losses', 'dfreedom', 'dlocation', 'dscale', 'n'],
  ({ f }, { freedom, location, scale, target, losses, dfreedom, dlocation, dscale, n }) => {
    for (let j = 0; j < n; j++) {
      const df = 2 + softplus(f[freedom + j]);
      const sigma = softplus(f[scale + j]) + 1e-6;
      const z = (f[target + j] - f[location + j]) / sigma;
      const tail = Math.log1p((z * z) / df);
      const pull = ((df + 1) * z) / (df + z * z);
      const halves = logGamma(df / 2) - logGamma((df + 1) / 2);
      const byFreedom = digamma(df / 2) - digamma((df + 1) / 2) + 1 / df + tail - (pull * z) / df;
      f[losses + j] = halves + 0.5 * Math.log(df * Math.PI) + Math.log(sigma) + 0.5 * (df + 1) * tail;
      f[dfreedom + j] = 0.5 * byFreedom * sigmoid(f[freedom + j]);
      f[dlocation + j] = -pull / sigma;
      f[dscale + j] = ((1 - pull * z) / sigma) * sigmoid(f[scale + j]);
    }
  },
  ({ n }) => 200 * n,
);
