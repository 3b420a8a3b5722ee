/**
 * How values are brought to the size that networks like: y = (f(x) - shift) / scale, where f is the natural
 * logarithm if `log` and else nothing. Plain data, stored with a model.
 */
export interface Scale {
  readonly kind: ScaleKind;
  readonly log: boolean;
  readonly shift: number;
  /** Never 0. */
  readonly scale: number;
}

/**
 * 'standard': mean 0 and standard deviation 1. 'mean-abs': divided by the mean absolute value, so that 0 stays 0
 * (as DeepAR does for series of very different size; Salinas et al., 2020). 'min-max': from 0 to 1.
 */
export type ScaleKind = 'standard' | 'mean-abs' | 'min-max' | 'none';

/**
 * The scale of [T] values of one series; NaN does not count. A constant series gets scale 1, so that 'standard'
 * and 'min-max' bring it to 0. With `log`, every value must be above 0 (see `suggestLog`).
 */
export function fitScale(values: ArrayLike<number>, kind: ScaleKind, log = false): Scale {
  const known: number[] = [];
  for (let t = 0; t < values.length; t++) {
    if (Number.isFinite(values[t])) known.push(log ? Math.log(values[t]) : values[t]);
  }
  if (kind === 'none' || known.length === 0) return { kind, log, shift: 0, scale: 1 };
  if (kind === 'mean-abs') {
    return { kind, log, shift: 0, scale: mean(known.map(Math.abs)) || 1 };
  }
  if (kind === 'standard') {
    const shift = mean(known);
    const deviation = Math.sqrt(mean(known.map((value) => (value - shift) ** 2)));
    return { kind, log, shift, scale: spreadOr1(deviation, shift) };
  }
  const lowest = known.reduce((least, value) => Math.min(least, value));
  const highest = known.reduce((most, value) => Math.max(most, value));
  return { kind, log, shift: lowest, scale: spreadOr1(highest - lowest, lowest) };
}

/** [T] values on the scale. */
export function applyScale(scale: Scale, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(
    values,
    (value) => ((scale.log ? Math.log(value) : value) - scale.shift) / scale.scale,
  );
}

/** [T] values back from the scale; the inverse of `applyScale`. */
export function invertScale(scale: Scale, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value) => {
    const unscaled = value * scale.scale + scale.shift;
    return scale.log ? Math.exp(unscaled) : unscaled;
  });
}

/** A spread that is only rounding error beside the level counts as none. */
function spreadOr1(spread: number, level: number): number {
  return spread > 1e-12 * Math.abs(level) ? spread : 1;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
