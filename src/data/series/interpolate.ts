/** The longest gap, in steps, that `interpolate` bridges when not told otherwise. */
export const defaultFillLimit = 3;

/**
 * [T] values with each inner run of at most `limit` NaN replaced by the straight line between its neighbours.
 * Longer runs, and those at either end, stay NaN: a line over a long gap would be an invention.
 */
export function interpolate(values: Float64Array, limit: number = defaultFillLimit): Float64Array {
  const filled = values.slice();
  let before = -1;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    const steps = t - before;
    if (before >= 0 && steps > 1 && steps - 1 <= limit) {
      const slope = (values[t] - values[before]) / steps;
      for (let k = before + 1; k < t; k++) filled[k] = values[before] + slope * (k - before);
    }
    before = t;
  }
  return filled;
}

/**
 * [T] values with each remaining NaN replaced by the last value before it (the first value, at the start; 0 when
 * there is none at all), as a network's inputs need numbers everywhere.
 */
export function carryForward(values: Float64Array): Float64Array {
  const carried = values.slice();
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let t = 0; t < carried.length; t++) {
    if (Number.isNaN(carried[t])) carried[t] = last;
    last = carried[t];
  }
  return carried;
}
