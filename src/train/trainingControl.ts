/** A handle to pause and resume a training from outside: from a button, a signal, another task. */
export interface TrainingControl {
  readonly paused: boolean;
  /** Takes effect after the current step. */
  pause(): void;
  resume(): void;
  /** Resolves when it is not paused, or when `signal` says stop. */
  ready(signal?: AbortSignal): Promise<void>;
}

export function trainingControl(): TrainingControl {
  let paused = false;
  const waiting = new Set<() => void>();
  return {
    get paused() {
      return paused;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      for (const wake of waiting) wake();
    },
    ready(signal) {
      if (!paused || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal?.addEventListener('abort', wake);
      });
    },
  };
}
