import type { Kernel } from '../../src/kernels/kernel.ts';
import { type Stream, stream, uniform } from '../../src/support/random.ts';

/** One call of a kernel: what its buffers hold before, and which of them to compare after. */
export interface Case {
  readonly kernel: Kernel;
  /** What is special about it, as "5x7x3 transposed". */
  readonly name: string;
  /** Contents by argument name: floats, or 32-bit integers in an Int32Array. Buffers left out are NONE. */
  readonly buffers: Readonly<Record<string, Float32Array | Int32Array>>;
  /** Buffers that are the same memory as another one. */
  readonly alias?: Readonly<Record<string, string>>;
  /** All other arguments. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly outputs: readonly string[];
  /** Greatest error, relative to the larger of the true element and `scale`. 0: the same bits. */
  readonly tolerance: number;
  /** Below this size of an element, errors are absolute: `largest` is the largest element of the true output. */
  readonly scale?: number | 'largest';
}

/** Declares the cases of a kernel; the argument names are checked. */
export function caseOf<A extends string>(
  kernel: Kernel<A>,
  name: string,
  rest: {
    buffers: Partial<Record<A, Float32Array | Int32Array>>;
    alias?: Partial<Record<A, A>>;
    numbers: Partial<Record<A, number>>;
    outputs: readonly A[];
    tolerance: number;
    scale?: number | 'largest';
  },
): Case {
  return { kernel, name, ...rest } as Case;
}

const rounds: Stream = stream(2026);

/** `count` float32 numbers in [low, high), the same ones for the same arguments. */
export function floats(count: number, low = -2, high = 2, seed = count): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, j) => low + (high - low) * uniform(rounds, 7919 * seed + j),
  );
}

/** `count` integers in [low, high). */
export function integers(count: number, low: number, high: number, seed = count): Int32Array {
  return Int32Array.from({ length: count }, (_, j) =>
    Math.floor(low + (high - low) * uniform(rounds, 104729 * seed + j)),
  );
}

/** Room for results. */
export const zeros = (count: number): Float32Array => new Float32Array(count);
