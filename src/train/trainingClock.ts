import type { Budget } from './trainOptions.ts';
import type { Training } from './training.ts';
import type { Progress } from './trainingEvent.ts';

/** Measures a run: time at work goes into `state.milliseconds`. */
export interface TrainingClock {
  /** Counts the time since the last call. */
  tick(): void;
  /** Lets the time since the last call pass uncounted. */
  skip(): void;
  /** True at most once in so many milliseconds per name, and at the first call. */
  due(name: string, milliseconds: number): boolean;
  /** `batchCount`: the batches of the running epoch. */
  progress(batchCount: number): Progress;
}

/** The part of the budget that is used up, by the part that runs out first. */
function usedUp<B>({ state }: Training<B>, budget: Budget, batchCount: number): number {
  const { epochs = Infinity, steps = Infinity, minutes = Infinity } = budget;
  const epoch = state.epoch + state.position / batchCount;
  return Math.min(1, Math.max(epoch / epochs, state.step / steps, state.milliseconds / 60_000 / minutes));
}

export function trainingClock<B>(training: Training<B>): TrainingClock {
  const { state, options } = training;
  const now = options.now ?? (() => performance.now());
  const last = new Map<string, number>();
  const before = { ...state };
  let time = now();
  let fractionBefore: number | undefined;
  return {
    tick() {
      const next = now();
      state.milliseconds += next - time;
      time = next;
    },
    skip() {
      time = now();
    },
    due(name, milliseconds) {
      const at = last.get(name);
      const next = now();
      if (at !== undefined && next - at < milliseconds) return false;
      last.set(name, next);
      return true;
    },
    progress(batchCount) {
      const fraction = usedUp(training, options.budget, batchCount);
      fractionBefore ??= usedUp({ ...training, state: before }, options.budget, batchCount);
      const seconds = (state.milliseconds - before.milliseconds) / 1000;
      const gained = fraction - fractionBefore;
      return {
        fraction,
        stepsPerSecond: seconds > 0 ? (state.step - before.step) / seconds : 0,
        tokensPerSecond: seconds > 0 ? (state.tokens - before.tokens) / seconds : 0,
        secondsLeft: gained > 0 ? (seconds * (1 - fraction)) / gained : null,
      };
    },
  };
}
