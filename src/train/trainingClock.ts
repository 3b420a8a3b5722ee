import { usedUp } from './budget.ts';
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

export function trainingClock<B>({ state, options }: Training<B>): TrainingClock {
  const now = options.now ?? (() => performance.now());
  const last = new Map<string, number>();
  const before = { ...state };
  let time = now();
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
      const next = now();
      if (next - (last.get(name) ?? -Infinity) < milliseconds) return false;
      last.set(name, next);
      return true;
    },
    progress(batchCount) {
      const fraction = usedUp(options.budget, state, batchCount);
      const gained = fraction - usedUp(options.budget, before, batchCount);
      const seconds = (state.milliseconds - before.milliseconds) / 1000;
      return {
        fraction,
        stepsPerSecond: seconds > 0 ? (state.step - before.step) / seconds : 0,
        tokensPerSecond: seconds > 0 ? (state.tokens - before.tokens) / seconds : 0,
        secondsLeft: gained > 0 ? (seconds * (1 - fraction)) / gained : null,
      };
    },
  };
}
