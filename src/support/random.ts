/**
 * Counter-based random numbers: a number is a pure function of its key, so it does not depend on batch, thread,
 * backend, or on where a run was resumed. A stream is a pair of 32-bit words made from a path of integers, as
 * (seed, training step, place in the network, sequence, time); the last coordinate (unit) selects a number in it.
 * The mixing function is the 32-bit finaliser `lowbias32` (C. Wellons, 2018), applied twice per number. The C
 * kernels compute the same bits.
 */
export type Stream = readonly [key0: number, key1: number];

/** lowbias32 with the constants 21f0aaad, d35a2d97. Takes and gives an unsigned 32-bit integer. */
export function mix32(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The stream of a path of non-negative integers (each below 2^53). */
export function stream(...path: number[]): Stream {
  return substream([0x9e3779b9, 0x7f4a7c15], ...path);
}

/** The stream below `parent` along `path`: `substream(stream(a), b)` is `stream(a, b)`. */
export function substream(parent: Stream, ...path: number[]): Stream {
  let [key0, key1] = parent;
  for (const part of path) {
    const low = part >>> 0;
    const high = Math.floor(part / 0x100000000) >>> 0;
    key0 = mix32((key0 + Math.imul(low, 0x9e3779b1)) >>> 0) ^ high;
    key1 = mix32((key1 ^ key0 ^ Math.imul(low, 0x85ebca77)) >>> 0);
  }
  return [key0 >>> 0, key1 >>> 0];
}

/** The 32 random bits of `unit` in a stream. */
export function bits(stream: Stream, unit: number): number {
  return mix32(mix32((Math.imul(unit, 0x9e3779b9) + stream[0]) >>> 0) ^ stream[1]);
}

/** A number in [0, 1) with 24 random bits, exact in float32. */
export function uniform(stream: Stream, unit: number): number {
  return (bits(stream, unit) >>> 8) * 2 ** -24;
}

/** A standard normal number (Box and Muller, 1958), from units 2u and 2u+1 of the stream. */
export function normal(stream: Stream, unit: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream, 2 * unit)));
  return radius * Math.cos(2 * Math.PI * uniform(stream, 2 * unit + 1));
}

/** A random permutation of 0..n-1 (Fisher and Yates). */
export function permutation(stream: Stream, n: number): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform(stream, i) * (i + 1));
    const swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  return order;
}
