import type { ScheduleState } from './schedules/schedule.ts';
import { emptySeries } from './thinned.ts';
import type { Best, History } from './trainingRecord.ts';

/**
 * Everything but tensors that decides the course of a training: plain data, part of every checkpoint. Random numbers
 * need no state, they are functions of seed, step and epoch.
 */
export type LoopState = {
  seed: number;
  /** Steps done, guarded ones included. */
  step: number;
  /** Whole epochs done, and batches done of the running one. */
  epoch: number;
  position: number;
  tokens: number;
  /** Time at work, over all runs. Decides nothing but budgets of minutes. */
  milliseconds: number;
  /** Sums over the running epoch: of loss times tokens, and of tokens. */
  epochLoss: number;
  epochTokens: number;
  schedule: ScheduleState;
  guard: { factor: number; trips: number; restored: number };
  best: Best | null;
  /** Validations since the best. */
  bad: number;
  /** The last gradient norms, for the diagnosis. */
  norms: number[];
  history: History;
};

export function startState(seed: number, schedule: ScheduleState): LoopState {
  return {
    seed,
    step: 0,
    epoch: 0,
    position: 0,
    tokens: 0,
    milliseconds: 0,
    epochLoss: 0,
    epochTokens: 0,
    schedule,
    guard: { factor: 1, trips: 0, restored: 0 },
    best: null,
    bad: 0,
    norms: [],
    history: { losses: emptySeries(), epochLosses: [], validations: [], guards: [] },
  };
}
