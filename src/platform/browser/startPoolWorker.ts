import { fail } from '../../support/errors.ts';
import type { PoolTask, PoolWorker } from '../poolWorker.ts';

/** Starts a thread of the pool and waits until it is ready. Throws `no-backend`. */
export async function startPoolWorker(task: PoolTask): Promise<PoolWorker> {
  if (typeof Worker === 'undefined') return cannotStart('workers cannot start workers here');
  // Bundlers look for exactly this expression.
  const worker = new Worker(new URL('./poolThread.js', import.meta.url), { type: 'module' });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
    worker.postMessage(task);
  }).catch((event: ErrorEvent) => cannotStart(`a worker cannot start (${event.message ?? 'not loaded'})`));
  return { end: () => worker.terminate() };
}

const cannotStart = (why: string): never =>
  fail('no-backend', 'wasm', why, 'Open the backend with threads: 1');
