/** IEEE 754 half precision (1 sign bit, 5 exponent, 10 mantissa) as float32; every value is exact. */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const mantissa = half & 1023;
    if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    if (exponent === 0) return sign * mantissa * 2 ** -24;
    return sign * (1024 + mantissa) * 2 ** (exponent - 25);
  });
}

/** Numbers rounded to bfloat16, to the nearest, of two equally near to the even one; as float32. */
export function roundToBfloat16(values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const rounded = Float32Array.from(values);
  const bits = new Uint32Array(rounded.buffer);
  bits.forEach((x, k) => {
    if (!Number.isNaN(rounded[k])) bits[k] = (x + 0x7fff + ((x >>> 16) & 1)) & 0xffff0000;
  });
  return rounded;
}

/** bfloat16 (the upper half of a float32) as float32; every value is exact. */
export function fromBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}
