import { studentT as kernel } from '../../kernels/studentT.ts';
import { operands } from '../operands.ts';
import type { Tensor } from '../tensor.ts';
import { checkSameShape } from './checkSameShape.ts';
import { type LossOptions, observed, reduce } from './reduce.ts';
import { withSlopes } from './withSlopes.ts';

/**
 * -log density of the target under Student's t distribution with 2 + softplus(freedom) degrees of freedom, the given
 * location, and scale softplus(scale) + 1e-6, by element. Saves the derivatives. Throws `shape-mismatch`.
 */
export function studentT(
  freedom: Tensor,
  location: Tensor,
  scale: Tensor,
  target: Tensor,
  options: LossOptions = {},
): Tensor {
  const context = operands('studentT', [freedom, location, scale, target]);
  checkSameShape('studentT', { freedom, location, scale, target });
  const { shape, size } = target;
  const known = observed(target, options.weights);
  const losses = context.empty(shape);
  const inputs = [freedom, location, scale];
  const slopes = inputs.map(() => context.empty(shape));
  const [dfreedom, dlocation, dscale] = slopes.map(({ offset }) => offset);
  context.run(kernel, {
    freedom: freedom.offset,
    location: location.offset,
    scale: scale.offset,
    target: known.offset,
    losses: losses.offset,
    dfreedom,
    dlocation,
    dscale,
    n: size,
  });
  return reduce(withSlopes('studentT', losses, inputs, slopes), options);
}
