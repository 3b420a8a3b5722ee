import type { BackendName } from '../../backend/backend.ts';
import { openBackend } from '../../backend/open.ts';
import { UnrolledError } from '../../support/errors.ts';

/** The backends, the fastest first. */
export const backends: readonly BackendName[] = ['native', 'wasm', 'reference'];

/** Opens every backend once, and says what it is or why it cannot be. */
export function checkBackends(): Promise<BackendCheck[]> {
  return Promise.all(backends.map(tryBackend));
}

export interface BackendCheck {
  readonly name: BackendName;
  readonly works: boolean;
  readonly threads: number;
  /** What runs, or why it does not. */
  readonly note: string;
}

async function tryBackend(name: BackendName): Promise<BackendCheck> {
  try {
    const backend = await openBackend({ backend: name });
    const { description: note, threads } = backend;
    backend.close();
    return { name, works: true, threads, note };
  } catch (error) {
    return { name, works: false, threads: 0, note: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UnrolledError)) throw error;
  return error.message;
}
