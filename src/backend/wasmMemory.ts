import { fail } from '../support/errors.ts';

const PAGE = 65536;

/** Maxima to ask for in turn, in pages: 4 GiB down to 0.5 GiB. Shared memory reserves its maximum at once. */
const ladder = [65536, 49152, 32768, 24576, 16384, 8192];

/** Enough for the module's own data and the main stack. */
const INITIAL = 64;

export interface WasmMemory {
  readonly memory: WebAssembly.Memory;
  /** The most bytes that it can have. */
  readonly limit: number;
  /** Grows to at least `bytes`. Throws `out-of-memory`. */
  reserve(bytes: number): void;
}

/** A WebAssembly memory with as high a maximum as the host grants. Throws `out-of-memory`. */
export function allocateMemory(shared: boolean): WasmMemory {
  for (const maximum of ladder) {
    let memory: WebAssembly.Memory;
    try {
      memory = new WebAssembly.Memory({ initial: INITIAL, maximum, shared });
    } catch (error) {
      if (error instanceof RangeError) continue;
      throw error;
    }
    return {
      memory,
      limit: (maximum - 1) * PAGE,
      reserve(bytes) {
        const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
        if (pages <= 0) return;
        try {
          memory.grow(pages);
        } catch {
          outOfMemory(`WebAssembly memory cannot grow to ${bytes} bytes`);
        }
      },
    };
  }
  return outOfMemory('the host grants no WebAssembly memory');
}

export function outOfMemory(what: string): never {
  return fail('out-of-memory', 'wasm backend', what, 'Use smaller batches, or the native backend.');
}
