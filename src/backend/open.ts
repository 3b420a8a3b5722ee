import { platform } from '#platform';
import { fail } from '../support/errors.ts';
import type { Backend, BackendName } from './backend.ts';
import { findAddon, nativeBackend } from './native.ts';
import { referenceBackend } from './reference.ts';
import { wasmBackend } from './wasm.ts';

/** `auto`: `native` where its addon has been built, else `wasm`. */
export type BackendChoice = 'auto' | BackendName;

export interface BackendOptions {
  /** By default `auto`. */
  readonly backend?: BackendChoice;
  /** Threads, the calling one included: by default one per processor, at most 8, and one on a page's main thread. The reference has one. */
  readonly threads?: number;
  /** `float64`: on the reference backend only. */
  readonly precision?: 'float32' | 'float64';
  /** Native backend only: one of the instruction sets of its addon (`avx512`, `avx2`, `neon`); by default the fastest that runs. */
  readonly instructions?: string;
}

const MOST_THREADS = 64;

/** One on a page's main thread, which may not wait for others; elsewhere one per processor, at most 8. */
function defaultThreads(): number {
  return typeof document === 'undefined' ? Math.min(8, platform.processors) : 1;
}

/**
 * Opens a backend: a heap and the threads that compute on it, until it is closed. Throws `bad-argument`, and
 * `no-backend` if the one asked for cannot run here.
 */
export async function openBackend(options: BackendOptions = {}): Promise<Backend> {
  const { backend = 'auto', threads = defaultThreads(), precision = 'float32', instructions } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    fail(
      'bad-argument',
      'openBackend',
      `threads is ${threads}`,
      `Give a whole number from 1 to ${MOST_THREADS}.`,
    );
  }
  if (precision === 'float64' && backend !== 'reference') {
    fail(
      'bad-argument',
      'openBackend',
      `precision float64 on backend ${backend}`,
      "Give backend: 'reference' with it.",
    );
  }
  if (instructions !== undefined && backend !== 'native') {
    fail(
      'bad-argument',
      'openBackend',
      `instructions ${instructions} on backend ${backend}`,
      "Give backend: 'native' with it.",
    );
  }
  if (backend === 'reference') return referenceBackend(precision);
  if (backend === 'wasm') return wasmBackend(threads);
  const addon = await findAddon();
  if (addon) return nativeBackend(addon, threads, instructions === undefined ? {} : { instructions });
  if (backend === 'auto') return wasmBackend(threads);
  const remedy = platform.native
    ? 'Build it with `unrolled doctor --build`, which needs a C compiler, or use the wasm backend.'
    : 'Use the wasm backend.';
  return fail('no-backend', 'openBackend', 'the native addon has not been built on this machine', remedy);
}
