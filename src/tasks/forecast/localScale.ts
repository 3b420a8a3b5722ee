import type { Scale } from '../../data/scale/scale.ts';
import type { ForecastArchitecture } from './architecture.ts';

/** What decides the local scale of a series' target. */
type Normalisation = Pick<ForecastArchitecture, 'scale' | 'context'>;

/**
 * The size of the values of the last `context` steps up to step t (T values on the scale of a series), beside its usual one
 * of 1: by `window` their deviation, as instance normalisation has it (Kim et al., "RevIN", 2022); by `mean` the mean of
 * their absolute values in their own units (Salinas et al., "DeepAR", 2017). Both as if one usual step more were seen, so
 * that it is never 0. By `series` it is 1.
 */
export function localScale(
  values: Float64Array,
  t: number,
  { scale: kind, context }: Normalisation,
  { shift, scale }: Scale,
): number {
  if (kind === 'series') return 1;
  const from = Math.max(0, t - context + 1);
  const count = t + 1 - from;
  let sum = 0;
  if (kind === 'mean') {
    const usual = Math.max(Math.abs(shift), scale);
    for (let k = from; k <= t; k++) sum += Math.abs(shift + scale * values[k]);
    return (sum / usual + 1) / (count + 1);
  }
  for (let k = from; k <= t; k++) sum += values[k];
  const mean = sum / count;
  let squares = 0;
  for (let k = from; k <= t; k++) squares += (values[k] - mean) ** 2;
  return Math.sqrt((squares + 1) / (count + 1));
}

/** [T] that of every step. */
export const localScales = (values: Float64Array, by: Normalisation, scale: Scale): Float64Array =>
  values.map((_, t) => localScale(values, t, by, scale));
