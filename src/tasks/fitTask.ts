import { platform } from '#platform';
import type { StoredModel } from '../formats/model/manifest.ts';
import { fitInWorker } from './fitInWorker.ts';
import type { Runtime } from './task.ts';

/** What every task's `fit` takes beside the task's own options. */
export interface FitOptions extends Runtime {
  /** Trains in a thread of its own, so that this one stays free. Default: in a browser. */
  readonly worker?: boolean;
}

/** Splits what a task's `fit` was given and trains in this thread or in a worker. Throws as `Task.fit`. */
export function fitTask<Data, Options>(
  task: string,
  fit: (data: Data, options: Options, runtime: Runtime) => Promise<StoredModel>,
  data: Data,
  { own, runtime, worker }: { own: Options & object; runtime: Runtime; worker: boolean },
): Promise<StoredModel> {
  return worker ? fitInWorker(task, data, own, runtime) : fit(data, own, runtime);
}

/** Parts the options that decide the numbers (`own`, plain data) from where and how to run. */
export function splitOptions<Own extends object>({
  worker = platform.name === 'browser',
  backend,
  threads,
  from,
  resume,
  checkpoint,
  checkpointSeconds,
  onEvent,
  onLog,
  watch,
  signal,
  control,
  ...own
}: Own & FitOptions): { own: Omit<Own & FitOptions, keyof FitOptions>; runtime: Runtime; worker: boolean } {
  const runtime = { backend, threads, from, resume, checkpoint, checkpointSeconds, watch };
  return { own, runtime: { ...runtime, onEvent, onLog, signal, control }, worker };
}
