import type { Category } from '../../data/series/series.ts';
import type { Parameters } from '../../nn/parameters.ts';
import { normal, type Stream } from '../../support/random.ts';
import type { Context } from '../../tensor/context.ts';
import { matmul } from '../../tensor/operations/matmul.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CategoryValues } from './architecture.ts';

/** Deviation of the vectors where training starts, beside inputs of deviation 1. */
const DEVIATION = 0.3;

/** What the static categories of series say to a network. */
export interface CategoryVectors {
  readonly parameters: Parameters;
  /** D */
  readonly size: number;
  /** Memberships [B * V] to vectors [B, D]: the sum of those of a series' values. */
  run(membership: Float32Array): Tensor;
}

/** V, the values of all categories. */
export const countValues = (categories: readonly CategoryValues[]): number =>
  categories.reduce((sum, { values }) => sum + values.length, 0);

/**
 * A vector for each value of each static category: `weight` [V, D], D by the rule 1.6 V^0.56 (at most 32). A value
 * that the training did not hold is taken for the mean of those of its category.
 */
export function categoryVectors(
  context: Context,
  categories: readonly CategoryValues[],
  stream: Stream,
): CategoryVectors {
  const V = countValues(categories);
  const size = Math.min(32, Math.ceil(1.6 * V ** 0.56));
  const values = Float32Array.from({ length: V * size }, (_, unit) => DEVIATION * normal(stream, unit));
  const weight = context.parameter(values, [V, size]);
  return {
    parameters: { weight },
    size,
    run: (membership) => matmul(context.tensor(membership, [membership.length / V, V]), weight),
  };
}

/** [V] 1 at the values that a series has; of a category whose value is not among them, evenly all. */
export function membershipOf(own: readonly Category[], categories: readonly CategoryValues[]): Float32Array {
  return Float32Array.from(
    categories.flatMap(({ values }, k) => {
      const at = values.indexOf(own[k].value);
      return values.map((_, j) => (at < 0 ? 1 / values.length : Number(j === at)));
    }),
  );
}
