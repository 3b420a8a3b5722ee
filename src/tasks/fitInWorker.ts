import { platform } from '#platform';
import type { StoredModel } from '../formats/model/manifest.ts';
import { UnrolledError } from '../support/errors.ts';
import type { FitCommand, FitReply, SentError } from './fitMessages.ts';
import { receiveError, sendError } from './sentError.ts';
import type { Runtime } from './task.ts';

/**
 * Trains in a thread of its own, so that this one stays free: in a page, to paint. Data and options are copied there;
 * events, checkpoints, the model and errors come back. The same numbers as here. Throws as `Task.fit`.
 */
export async function fitInWorker(
  task: string,
  data: unknown,
  options: object,
  runtime: Runtime,
): Promise<StoredModel> {
  const { backend, threads, from, resume, checkpointSeconds, watch, signal, control } = runtime;
  const { onEvent, onLog, checkpoint } = runtime;
  const worker = platform.startWorker<FitCommand, FitReply>(
    'tasks/fitWorker',
    // Bundlers look for exactly this expression.
    () => new Worker(new URL('./fitWorker.js', import.meta.url), { type: 'module' }),
  );
  const abort = (): void => worker.post({ type: 'abort' });
  const store = async (model: StoredModel): Promise<void> => {
    let error: SentError | null = null;
    try {
      await checkpoint?.(model);
    } catch (thrown) {
      error = sendError(thrown);
    }
    worker.post({ type: 'checkpointed', error });
  };
  const stopWatching = control?.watch(() => worker.post({ type: control.paused ? 'pause' : 'resume' }));
  signal?.addEventListener('abort', abort);
  try {
    return await new Promise<StoredModel>((resolve, reject) => {
      void worker.failure.then((reason) => reject(cannotRun(reason)));
      worker.listen((reply) => {
        try {
          if (reply.type === 'done') resolve(reply.model);
          else if (reply.type === 'failed') reject(receiveError(reply.error));
          else if (reply.type === 'checkpoint') void store(reply.model);
          else if (reply.type === 'event') onEvent?.(reply.event);
          else onLog?.(reply.event);
        } catch (error) {
          reject(error); // of the caller's own onEvent or onLog
        }
      });
      const wants = { events: !!onEvent, log: !!onLog, checkpoints: !!checkpoint };
      const paused = control?.paused ?? false;
      const engine = { backend, threads };
      const request = {
        ...{ task, data, options, engine, from, resume, checkpointSeconds, watch, wants, paused },
      };
      worker.post({ type: 'fit', request });
      if (signal?.aborted) abort();
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    stopWatching?.();
    worker.end();
  }
}

const cannotRun = (reason: string): UnrolledError =>
  new UnrolledError(
    'no-backend',
    `fit: the worker cannot go on (${reason}). Give worker: false to train in this thread.`,
  );
