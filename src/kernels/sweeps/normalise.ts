/** What is added to a variance before its root. */
export const EPSILON = 1e-5;

/**
 * Normalises each block of `size` numbers in place to (v - mean) / sqrt(variance + 1e-5); gives the factor
 * 1 / sqrt(variance + 1e-5) of each block. (Ba, Kiros and Hinton, 2016.)
 */
export function normalise(v: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: v.length / size }, (_, block) => {
    const part = v.subarray(block * size, (block + 1) * size);
    const mean = part.reduce((sum, value) => sum + value, 0) / size;
    const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    for (let j = 0; j < size; j++) part[j] = (part[j] - mean) * scale;
    return scale;
  });
}

/** From the gradient of what `normalise` gave (`normal`, `scales`) to that of what it was given. */
export function normaliseBackward(
  gradient: Float64Array,
  normal: Float64Array,
  scales: Float64Array,
): Float64Array {
  const size = gradient.length / scales.length;
  const result = new Float64Array(gradient.length);
  scales.forEach((scale, block) => {
    let sum = 0;
    let product = 0;
    for (let j = block * size; j < (block + 1) * size; j++) {
      sum += gradient[j];
      product += gradient[j] * normal[j];
    }
    for (let j = block * size; j < (block + 1) * size; j++) {
      result[j] = scale * (gradient[j] - sum / size - (normal[j] * product) / size);
    }
  });
  return result;
}
