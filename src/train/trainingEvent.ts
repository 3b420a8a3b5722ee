import type { WatchedGradient } from '../inspect/gradient/watchGradients.ts';
import type { EpochPoint, GuardPoint, StepPoint, StopReason, ValidationPoint } from './trainingRecord.ts';

/** How far a training is, and how fast. */
export type Progress = {
  /** 0 to 1, by the part of the budget that runs out first. */
  readonly fraction: number;
  readonly stepsPerSecond: number;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number | null;
};

/** What a training tells. All are plain data; `{type: 'step', ...}` as a line of JSON is a line of a metrics file. */
export type TrainingEvent =
  | ({ readonly type: 'step' } & StepPoint & Progress)
  | ({ readonly type: 'epoch' } & EpochPoint & Progress)
  | ({ readonly type: 'validation' } & ValidationPoint)
  | ({ readonly type: 'guard'; readonly message: string } & GuardPoint)
  | {
      readonly type: 'gradients';
      readonly step: number;
      readonly epoch: number;
      readonly gradients: readonly WatchedGradient[];
    }
  | { readonly type: 'checkpoint'; readonly step: number; readonly epoch: number }
  | { readonly type: 'paused' | 'resumed'; readonly step: number; readonly epoch: number }
  | {
      readonly type: 'stopped';
      readonly step: number;
      readonly epoch: number;
      readonly reason: StopReason | 'not-finite';
    };
