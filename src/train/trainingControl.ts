/** A handle to pause and resume a training from outside: from a button, a signal, another task. */
export interface TrainingControl {
  readonly paused: boolean;
  /** Takes effect after the current step. */
  pause(): void;
  resume(): void;
  /** Calls back after every pause and resume; gives a function that stops it. */
  watch(callback: () => void): () => void;
  /** Resolves when it is not paused, or when `signal` says stop. */
  ready(signal?: AbortSignal): Promise<void>;
}

export function trainingControl(): TrainingControl {
  let paused = false;
  const watching = new Set<() => void>();
  const set = (value: boolean): void => {
    paused = value;
    for (const callback of [...watching]) callback();
  };
  const watch = (callback: () => void): (() => void) => {
    watching.add(callback);
    return () => void watching.delete(callback);
  };
  return {
    get paused() {
      return paused;
    },
    pause: () => set(true),
    resume: () => set(false),
    watch,
    ready(signal) {
      if (!paused || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          if (paused && !signal?.aborted) return;
          stop();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const stop = watch(wake);
        signal?.addEventListener('abort', wake);
      });
    },
  };
}
