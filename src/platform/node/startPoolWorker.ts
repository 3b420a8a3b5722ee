import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PoolTask, PoolWorker } from '../poolWorker.ts';
import { workerArguments } from './workerArguments.ts';

/** `.ts` in a checkout, `.js` in the package. */
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Starts a thread of the pool and waits until it is ready. It never keeps the process alive. */
export async function startPoolWorker(task: PoolTask): Promise<PoolWorker> {
  const worker = new Worker(new URL(`./poolThread${extension}`, import.meta.url), {
    workerData: task,
    execArgv: workerArguments(),
  });
  await once(worker, 'message');
  // What traps in a worker traps in the calling thread too, which tells it; untold here it would end the process.
  worker.on('error', () => {});
  worker.unref();
  return { end: () => void worker.terminate() };
}
