import type { LoopState } from './loopState.ts';

/** At least one of them; the first to run out ends the training. Resumed runs count on. */
export interface Budget {
  readonly epochs?: number;
  readonly steps?: number;
  /** Time at work, without pauses. */
  readonly minutes?: number;
}

const MINUTE = 60_000;

/** Which part of the budget has run out, if one has. */
export function exhausted(budget: Budget, state: LoopState): keyof Budget | undefined {
  const { epochs = Infinity, steps = Infinity, minutes = Infinity } = budget;
  if (state.step >= steps) return 'steps';
  if (state.epoch >= epochs) return 'epochs';
  return state.milliseconds >= minutes * MINUTE ? 'minutes' : undefined;
}

/** How much of the budget is used up, 0 to 1, by the part that runs out first. An epoch has `batchCount` batches. */
export function usedUp(budget: Budget, state: LoopState, batchCount: number): number {
  const { epochs = Infinity, steps = Infinity, minutes = Infinity } = budget;
  const epoch = state.epoch + state.position / batchCount;
  return Math.min(1, Math.max(epoch / epochs, state.step / steps, state.milliseconds / MINUTE / minutes));
}
