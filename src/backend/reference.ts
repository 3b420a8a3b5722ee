import { fail } from '../support/errors.ts';
import type { Backend } from './backend.ts';

/** The largest typed array that is tried, in elements. */
const LIMIT = 2 ** 31;

/** The plain TypeScript backend: slow, obvious, and in float64 where asked. */
export function referenceBackend(precision: 'float32' | 'float64' = 'float32'): Backend {
  const make = (size: number): Float32Array | Float64Array =>
    precision === 'float64' ? new Float64Array(size) : new Float32Array(size);
  let memory = { f: make(0), i: new Int32Array(0) };
  return {
    name: 'reference',
    description: `reference ${precision}, 1 thread`,
    threads: 1,
    precision,
    get memory() {
      return memory;
    },
    get capacity() {
      return memory.f.length;
    },
    grow(elements) {
      if (elements <= memory.f.length) return;
      if (elements > LIMIT)
        fail(
          'out-of-memory',
          'reference backend',
          `${elements} elements do not fit`,
          'Use smaller batches or shorter sequences',
        );
      const size = Math.min(LIMIT, Math.max(elements, 2 * memory.f.length));
      const grown = { f: make(size), i: new Int32Array(size) };
      grown.f.set(memory.f);
      grown.i.set(memory.i);
      memory = grown;
    },
    run(kernel, args) {
      kernel.reference(memory, args);
    },
    close() {
      memory = { f: make(0), i: new Int32Array(0) };
    },
  };
}
