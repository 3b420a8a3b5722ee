import { levels } from './outputs/levels.ts';
import type { Outcome } from './outputs/output.ts';
import { quantileOf } from './quantileOf.ts';

/** What sampled values of one future value say of it. */
export function sampledOutcome(values: Float64Array): Outcome {
  const sorted = values.slice().sort();
  return {
    quantiles: levels.map((level) => quantileOf(sorted, level)),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}
