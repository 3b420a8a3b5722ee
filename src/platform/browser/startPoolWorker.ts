import { fail } from '../../support/errors.ts';
import type { PoolTask, PoolWorker } from '../poolWorker.ts';

/** Starts a thread of the pool and waits until it is ready. Throws `no-backend`. */
export function startPoolWorker(task: PoolTask): Promise<PoolWorker> {
  // Bundlers look for exactly this expression.
  const worker = new Worker(new URL('./poolThread.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve({ end: () => worker.terminate() });
    worker.onerror = (event) => {
      try {
        fail(
          'no-backend',
          'wasm',
          `a worker cannot start (${event.message})`,
          'Open the backend with threads: 1.',
        );
      } catch (error) {
        reject(error);
      }
    };
    worker.postMessage(task);
  });
}
