import { negativeBinomial as kernel } from '../../kernels/negativeBinomial.ts';
import { operands } from '../operands.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';
import { withSlopes } from './withSlopes.ts';

/**
 * -log probability of the target, a count, under the negative binomial distribution with mean m = softplus(mean) and
 * variance m + softplus(dispersion) m^2, by element. Saves the derivatives. Throws `shape-mismatch`.
 */
export function negativeBinomial(
  mean: Tensor,
  dispersion: Tensor,
  target: Tensor,
  options: LossOptions = {},
): Tensor {
  const context = operands('negativeBinomial', [mean, dispersion, target]);
  checkSameShape('negativeBinomial', { mean, dispersion, target });
  const { shape, size } = target;
  const known = observed(target, options.weights);
  const losses = context.empty(shape);
  const inputs = [mean, dispersion];
  const slopes = inputs.map(() => context.empty(shape));
  const [dmean, ddispersion] = slopes.map(({ offset }) => offset);
  context.run(kernel, {
    mean: mean.offset,
    dispersion: dispersion.offset,
    target: known.offset,
    losses: losses.offset,
    dmean,
    ddispersion,
    n: size,
  });
  return reduce(withSlopes('negativeBinomial', losses, inputs, slopes), options);
}
