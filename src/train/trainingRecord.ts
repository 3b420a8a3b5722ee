import type { Thinned } from './thinned.ts';

/** A training step as it was before its update. Steps are counted from 1, epochs too. */
export type StepPoint = {
  readonly step: number;
  readonly epoch: number;
  /** Mean loss of the batch. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly norm: number;
  /** Learning rate. */
  readonly rate: number;
  /** What the batch's loss is the mean of. */
  readonly tokens: number;
};

/** An epoch's end. `loss` is the mean over its tokens. */
export type EpochPoint = { readonly epoch: number; readonly step: number; readonly loss: number };

/** What `validate` gave; what was not finite is null. */
export type ValidationPoint = {
  readonly step: number;
  readonly epoch: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** True if these are the best weights so far. */
  readonly best: boolean;
};

/** A step that was not taken, because a loss or gradient was not finite. */
export type GuardPoint = {
  readonly step: number;
  readonly epoch: number;
  readonly what: 'loss' | 'gradient';
  /** The first parameter whose gradient was not finite; null where it is the loss already. */
  readonly parameter: string | null;
  /** The step whose weights were restored, before its update. */
  readonly restored: number;
  /** What the schedule's learning rate is multiplied by from now on. */
  readonly factor: number;
};

/** Why a training ended: its budget was used up, the best is too long ago, or it was told to stop. */
export type StopReason = 'epochs' | 'steps' | 'minutes' | 'patience' | 'stopped';

export type Best = { readonly step: number; readonly epoch: number; readonly value: number };

/** How a training went. */
export interface TrainingRecord {
  readonly reason: StopReason;
  readonly seed: number;
  readonly optimizer: string;
  readonly steps: number;
  /** Whole epochs. */
  readonly epochs: number;
  readonly tokens: number;
  /** Time at work, over all runs, without pauses. */
  readonly minutes: number;
  /** At most about 1000 points, evenly spaced, always with the first and the last step. */
  readonly losses: readonly StepPoint[];
  readonly epochLosses: readonly EpochPoint[];
  readonly validations: readonly ValidationPoint[];
  readonly guards: readonly GuardPoint[];
  /** The best value of the monitored metric; null if nothing was validated. */
  readonly best: Best | null;
  /** What the parameters hold now, and after how many steps it was so. */
  readonly weights: { readonly from: 'best' | 'average' | 'last'; readonly step: number };
}

/** What of the record is known while training goes on: plain data, part of every checkpoint. */
export type History = {
  losses: Thinned<StepPoint>;
  epochLosses: EpochPoint[];
  validations: ValidationPoint[];
  guards: GuardPoint[];
};
