import { fail } from '../../support/errors.ts';
import { affine } from '../operations/affine.ts';
import { multiply } from '../operations/multiply.ts';
import { segmentSoftmax } from '../operations/segmentSoftmax.ts';
import { sum } from '../operations/sum.ts';
import { formatShape, type Tensor } from '../tensor.ts';

export interface ExpectedRiskOptions {
  /** int32 [K]: the input of each candidate. */
  readonly owners: Tensor;
  /** How many inputs there are. */
  readonly inputs: number;
  /** alpha: how much the likelier of the candidates count before the others. */
  readonly sharpness: number;
}

/**
 * The risk to be expected of candidates, the mean over their inputs (Shen et al., "Minimum risk training for neural machine
 * translation", 2016):
 *
 *     Q(y) = P(y)^alpha / sum over the input's candidates of P(y')^alpha        risk = sum of Q(y) risk(y)
 *
 * from log P [K] and risks [K]: one number. Throws `bad-argument`, `shape-mismatch`.
 */
export function expectedRisk(
  logProbabilities: Tensor,
  risks: Tensor,
  { owners, inputs, sharpness }: ExpectedRiskOptions,
): Tensor {
  if (risks.size !== logProbabilities.size || owners.size !== risks.size) {
    const shapes = [logProbabilities, risks, owners].map(({ shape }) => formatShape(shape));
    const what = `log-probabilities ${shapes[0]}, risks ${shapes[1]} and owners ${shapes[2]}`;
    fail('shape-mismatch', 'expectedRisk', what, 'Give one of each per candidate');
  }
  const shares = segmentSoftmax(affine(logProbabilities, sharpness), owners, inputs);
  return affine(sum(multiply(shares, risks)), inputs === 0 ? 0 : 1 / inputs);
}
