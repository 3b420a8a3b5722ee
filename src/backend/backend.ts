import type { Kernel } from '../kernels/kernel.ts';
import type { Memory } from '../kernels/memory.ts';

export type BackendName = 'reference' | 'wasm' | 'native';

/**
 * Who holds a heap and runs kernels on it. Three implementations: `reference` (plain TypeScript, float32 or
 * float64, one thread), `wasm` (Node and browsers) and `native` (a Node-API addon). For the same arguments a
 * backend gives the same bits on any number of threads.
 */
export interface Backend {
  readonly name: BackendName;
  /** What runs, for people: "native avx512, 2 threads". */
  readonly description: string;
  readonly threads: number;
  /** Relative rounding error of one element: 2^-24 for float32, 2^-53 for the float64 reference. */
  readonly precision: 'float32' | 'float64';
  /** The current views of the heap. Growing it replaces them: never keep one across a call that may allocate. */
  readonly memory: Memory;
  /** Elements that the heap holds now. */
  readonly capacity: number;
  /** Grows the heap to at least `elements`; the new part reads as zero. Throws `out-of-memory`. */
  grow(elements: number): void;
  /** Runs a kernel to its end, on as many threads as its work is worth. */
  run<A extends string>(kernel: Kernel<A>, args: Readonly<Record<A, number>>): void;
  /** Ends the threads and frees the heap. */
  close(): void;
}
